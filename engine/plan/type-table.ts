// Types to plan data and back. Types are a DAG: equal types are written once, and read back as one object.

import {
  type ExternKind,
  type ExternType,
  type FuncType,
  funcTypeOf,
  type InstanceType,
  type Limits,
  letterOf,
  type ModuleType,
  signatureOf,
  typeOfLetter,
} from "../../compiler/model/index.ts";
import type { ExternData, FieldData, Plan, TypeData } from "./plan.ts";

type CompoundType = InstanceType | ModuleType;

/** Collects types; `data` is what goes into the plan. */
export class TypeTable {
  readonly data: TypeData[] = [];
  private readonly seen = new Map<CompoundType, number>();
  private readonly byText = new Map<string, number>();

  /** The number of a type, added with its parts if it is new. */
  add(type: FuncType | CompoundType): number {
    if (type.kind === "func") return this.put(signatureOf(type));
    let index = this.seen.get(type);
    if (index === undefined) {
      index = this.put(this.compound(type));
      this.seen.set(type, index);
    }
    return index;
  }

  private compound(type: CompoundType): TypeData {
    const exports = this.fields(type.exports);
    return type.kind === "instance" ? ["instance", exports] : ["module", this.fields(type.imports), exports];
  }

  private fields(fields: ReadonlyMap<string, ExternType>): FieldData[] {
    return [...fields].map(([name, type]) => [name, this.extern(type)]);
  }

  extern(extern: ExternType): ExternData {
    switch (extern.kind) {
      case "memory":
        return ["memory", ...limitsData(extern.type.limits)];
      case "table":
        return ["table", letterOf(extern.type.element), ...limitsData(extern.type.limits)];
      case "global":
        return ["global", letterOf(extern.type.type), extern.type.mutable];
      default:
        return [extern.kind, this.add(extern.type)];
    }
  }

  private put(data: TypeData): number {
    const text = JSON.stringify(data);
    let index = this.byText.get(text);
    if (index === undefined) {
      index = this.data.push(data) - 1;
      this.byText.set(text, index);
    }
    return index;
  }
}

function limitsData(limits: Limits): [number, number | null, string] {
  const flags = [limits.shared ? "shared" : "", limits.index64 ? "index64" : ""].filter(Boolean).join(" ");
  return [limits.min, limits.max ?? null, flags];
}

/** Reads types back, each when it is first asked for. */
export class TypeReader {
  private readonly data: readonly TypeData[];
  private readonly types: (FuncType | CompoundType | undefined)[] = [];

  constructor(plan: Plan) {
    this.data = plan.types;
  }

  type(index: number): FuncType | CompoundType {
    return (this.types[index] ??= this.read(this.data[index]!));
  }

  private read(data: TypeData): FuncType | CompoundType {
    if (typeof data === "string") return funcTypeOf(data);
    if (data[0] === "instance") return { kind: "instance", exports: this.fields(data[1]) };
    return { kind: "module", imports: this.fields(data[1]), exports: this.fields(data[2]) };
  }

  private fields(fields: readonly FieldData[]): Map<string, ExternType> {
    return new Map(fields.map(([name, data]) => [name, this.extern(data)]));
  }

  extern(data: ExternData): ExternType {
    switch (data[0]) {
      case "memory":
        return { kind: "memory", type: { limits: limitsOf(data[1], data[2], data[3]) } };
      case "table":
        return {
          kind: "table",
          type: { element: typeOfLetter(data[1]), limits: limitsOf(data[2], data[3], data[4]) },
        };
      case "global":
        return { kind: "global", type: { type: typeOfLetter(data[1]), mutable: data[2] } };
      default:
        return { kind: data[0] as ExternKind, type: this.type(data[1]) } as ExternType;
    }
  }
}

function limitsOf(min: number, max: number | null, flags: string): Limits {
  return {
    min,
    ...(max === null ? {} : { max }),
    ...(flags.includes("shared") ? { shared: true } : {}),
    ...(flags.includes("index64") ? { index64: true } : {}),
  };
}
