// Which item a source of a description stands for. Nothing is written yet: this also tells which instances must be there
// first, and what the whole imports.

import type { ExternType, InstanceType } from "../model/index.ts";
import { describeType, matches, type ValidModule } from "../validate/index.ts";
import type { Source } from "./description.ts";
import {
  type Importer,
  missingLibrary,
  missingSymbol,
  notFields,
  unknownSource,
  wrongType,
  wrongVersion,
} from "./errors.ts";
import type { ImportTypes } from "./import-types.ts";
import { bestVersion } from "./versions.ts";

/** An item to be. */
export type Plan =
  | { readonly from: "instance"; readonly name: string }
  | { readonly from: "module"; readonly name: string }
  | { readonly from: "import"; readonly name: string }
  /** An export of an instance or of an imported instance. */
  | { readonly from: "export"; readonly of: Plan; readonly type: ExternType; readonly field: string }
  /** An instance put together of items. */
  | { readonly from: "fields"; readonly fields: ReadonlyMap<string, Plan>; readonly type: InstanceType };

/** What descriptions refer to. */
export interface Names {
  readonly modules: ReadonlyMap<string, ValidModule>;
  /** The module of each instance. */
  readonly instances: ReadonlyMap<string, ValidModule>;
  readonly imports: ReadonlySet<string>;
}

const REST = "*";

export class Sources {
  private readonly names: Names;
  private readonly importTypes: ImportTypes;

  constructor(names: Names, importTypes: ImportTypes) {
    this.names = names;
    this.importTypes = importTypes;
  }

  /** What an instance gets for an import: what `source` says, or, without it, what has the name. */
  plan(importer: Importer, name: string, wanted: ExternType, source: Source | undefined): Plan {
    const plan =
      source === undefined
        ? this.byName(importer, name, wanted)
        : this.bySource(importer, name, wanted, source);
    this.check(importer, name, wanted, plan);
    this.noteImports(plan, wanted);
    return plan;
  }

  private known(): string[] {
    const { modules, instances, imports } = this.names;
    return [...new Set([...instances.keys(), ...modules.keys(), ...imports])];
  }

  private byName(importer: Importer, name: string, wanted: ExternType): Plan {
    const named = this.lookup(name, wanted);
    // An instance is not its own library.
    if (named !== undefined && !(named.from === "instance" && name === importer.instance)) return named;
    if (this.names.imports.has(name)) return { from: "import", name };
    const versions = bestVersion(name, this.known());
    if (versions?.best !== undefined) return this.lookup(versions.best, wanted)!;
    if (versions !== undefined && versions.others.length > 0)
      throw wrongVersion(importer, name, versions.others);
    throw missingLibrary(importer, name, describeType(wanted), this.known());
  }

  /** What is of a name: a module where one is wanted, or else an instance, an import, a module. */
  private lookup(name: string, wanted: ExternType): Plan | undefined {
    const { modules, instances, imports } = this.names;
    if (wanted.kind === "module" && modules.has(name)) return { from: "module", name };
    if (instances.has(name)) return { from: "instance", name };
    if (imports.has(name)) return { from: "import", name };
    return modules.has(name) ? { from: "module", name } : undefined;
  }

  private bySource(importer: Importer, name: string, wanted: ExternType, source: Source): Plan {
    if (typeof source === "string") return this.single(importer, name, wanted, source);
    if (wanted.kind !== "instance") throw notFields(importer, name, describeType(wanted));
    const fields = new Map<string, Plan>();
    for (const [field, type] of wanted.type.exports)
      fields.set(
        field,
        Array.isArray(source)
          ? this.firstOf(importer, name, field, type, source as readonly string[])
          : this.fieldOf(importer, name, field, type, source as Readonly<Record<string, string>>),
      );
    return wholeInstance(fields) ?? { from: "fields", fields, type: wanted.type };
  }

  /** `NAME` or `INSTANCE.EXPORT`. */
  private single(importer: Importer, name: string, wanted: ExternType, source: string): Plan {
    const found = this.lookup(source, wanted) ?? this.dotted(importer, name, wanted, source);
    if (found === undefined)
      throw unknownSource(
        `import ${JSON.stringify(name)} of ${JSON.stringify(importer.instance)}`,
        source,
        this.known(),
      );
    return found;
  }

  private dotted(importer: Importer, name: string, wanted: ExternType, source: string): Plan | undefined {
    for (let dot = source.indexOf("."); dot >= 0; dot = source.indexOf(".", dot + 1)) {
      const of = this.lookup(source.slice(0, dot), INSTANCE);
      if (of === undefined || of.from === "module") continue;
      const field = source.slice(dot + 1);
      const plan = this.exportOf(of, field, wanted);
      if (plan === undefined)
        throw missingSymbol(
          importer,
          name,
          field,
          describeType(wanted),
          JSON.stringify(source.slice(0, dot)),
        );
      return plan;
    }
    return undefined;
  }

  /** Imports are of whatever type is asked for, so they have every export. */
  private exportOf(of: Plan, field: string, wanted: ExternType): Plan | undefined {
    if (of.from === "import") return { from: "export", of, type: wanted, field };
    const type =
      of.from === "instance" ? this.names.instances.get(of.name)!.type.exports.get(field) : undefined;
    return type && { from: "export", of, type, field };
  }

  private firstOf(
    importer: Importer,
    name: string,
    field: string,
    wanted: ExternType,
    sources: readonly string[],
  ): Plan {
    for (const source of sources) {
      const of = this.single(importer, name, INSTANCE, source);
      const found = this.exportOf(of, field, wanted);
      if (found !== undefined) return found;
    }
    const there = sources.map((one) => JSON.stringify(one)).join(" or ");
    throw missingSymbol(importer, name, field, describeType(wanted), there);
  }

  private fieldOf(
    importer: Importer,
    name: string,
    field: string,
    wanted: ExternType,
    sources: Readonly<Record<string, string>>,
  ): Plan {
    const named = Object.hasOwn(sources, field) ? sources[field] : undefined;
    const plan =
      named === undefined && Object.hasOwn(sources, REST)
        ? this.firstOf(importer, name, field, wanted, [sources[REST]!])
        : named === undefined
          ? undefined
          : this.single(importer, name, wanted, named);
    if (plan === undefined)
      throw missingSymbol(importer, name, field, describeType(wanted), 'the object in "with"');
    this.check(importer, `${name}.${field}`, wanted, plan);
    return plan;
  }

  /** The type of what is planned; of an import, what is asked for. */
  private typeOf(plan: Plan, wanted: ExternType): ExternType {
    if (plan.from === "instance") {
      const { exports } = this.names.instances.get(plan.name)!.type;
      return { kind: "instance", type: { kind: "instance", exports } };
    }
    if (plan.from === "module") return { kind: "module", type: this.names.modules.get(plan.name)!.type };
    if (plan.from === "import") return wanted;
    if (plan.from === "export") return plan.type;
    const exports = new Map<string, ExternType>();
    for (const [field, part] of plan.fields)
      exports.set(field, this.typeOf(part, plan.type.exports.get(field)!));
    return { kind: "instance", type: { kind: "instance", exports } };
  }

  private check(importer: Importer, name: string, wanted: ExternType, plan: Plan): void {
    const mismatch = matches(this.typeOf(plan, wanted), wanted);
    if (mismatch === undefined) return;
    const there = nameOf(plan);
    const { path, expected, found } = mismatch;
    if (found === "nothing" && /^\."/.test(path))
      throw missingSymbol(importer, name, JSON.parse(path.slice(1)) as string, expected, there);
    throw wrongType(importer, name, path, there, expected, found);
  }

  private noteImports(plan: Plan, wanted: ExternType): void {
    if (plan.from === "import") this.importTypes.use(plan.name, wanted);
    else if (plan.from === "export" && plan.of.from === "import") {
      const exports = new Map([[plan.field, plan.type]]);
      this.noteImports(plan.of, { kind: "instance", type: { kind: "instance", exports } });
    } else if (plan.from === "fields")
      for (const [field, part] of plan.fields) this.noteImports(part, plan.type.exports.get(field)!);
  }
}

/** Any instance at all. */
const INSTANCE: ExternType = { kind: "instance", type: { kind: "instance", exports: new Map() } };

/** The one instance that all fields come from under their own names, if it is so. */
function wholeInstance(fields: ReadonlyMap<string, Plan>): Plan | undefined {
  let whole: Plan | undefined;
  for (const [field, plan] of fields) {
    if (plan.from !== "export" || plan.field !== field || plan.of.from !== "instance") return undefined;
    if (whole !== undefined && nameOf(whole) !== nameOf(plan.of)) return undefined;
    whole = plan.of;
  }
  return whole;
}

function nameOf(plan: Plan): string {
  if (plan.from === "fields") return [...new Set([...plan.fields.values()].map(nameOf))].join(" or ");
  return plan.from === "export"
    ? `${nameOf(plan.of)}.${JSON.stringify(plan.field)}`
    : JSON.stringify(plan.name);
}

/** The instances that must be there before the planned item. */
export function needs(plan: Plan): readonly string[] {
  if (plan.from === "instance") return [plan.name];
  if (plan.from === "export") return needs(plan.of);
  return plan.from === "fields" ? [...plan.fields.values()].flatMap(needs) : [];
}
