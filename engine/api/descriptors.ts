// What `Module.imports` and `Module.exports` return. Types are as in the js-types proposal, nested for modules and
// instances.

import type { ExternKind, ExternType, FuncType, Limits } from "../../compiler/model/index.ts";
import { valueTypeName } from "../host/index.ts";
import type { ModuleCode } from "../instantiate/index.ts";

export type DescriptorKind = "function" | Exclude<ExternKind, "func">;

export interface ExportDescriptor {
  name: string;
  kind: DescriptorKind;
  type?: unknown;
}

export interface ImportDescriptor {
  module: string;
  /** Absent in a one-level import. */
  name?: string;
  kind: DescriptorKind;
  type?: unknown;
}

/** The imports of a module, in order. */
export function importDescriptors(code: ModuleCode, types: boolean): ImportDescriptor[] {
  const describeType = typeDescriber(types);
  return code.imports.map(({ module, field, type }) => ({
    module,
    ...(field === undefined ? {} : { name: field }),
    kind: kindOf(type),
    ...describeType(type),
  }));
}

/** The exports of a module, in order. */
export function exportDescriptors(code: ModuleCode, types: boolean): ExportDescriptor[] {
  const describeType = typeDescriber(types);
  return [...code.type.exports].map(([name, type]) => ({
    name,
    kind: kindOf(type),
    ...describeType(type),
  }));
}

const kindOf = ({ kind }: ExternType): DescriptorKind => (kind === "func" ? "function" : kind);

function typeDescriber(wanted: boolean): (type: ExternType) => { type?: unknown } {
  if (!wanted) return () => ({});
  const writer = new TypeWriter();
  return (type) => ({ type: writer.extern(type) });
}

/** Types share parts, and descriptors share them too: types can be exponentially larger with sharing undone. */
class TypeWriter {
  private readonly written = new Map<object, unknown>();

  extern(type: ExternType): unknown {
    let text = this.written.get(type.type);
    if (text === undefined) this.written.set(type.type, (text = this.write(type)));
    return text;
  }

  private write(extern: ExternType): unknown {
    switch (extern.kind) {
      case "func":
        return functionType(extern.type);
      case "tag":
        return { parameters: functionType(extern.type).parameters };
      case "global":
        return { value: valueTypeName(extern.type.type), mutable: extern.type.mutable };
      case "memory":
        return limitsType(extern.type.limits);
      case "table":
        return { element: valueTypeName(extern.type.element), ...limitsType(extern.type.limits) };
      case "instance":
        return { exports: this.fields(extern.type.exports) };
      case "module":
        return {
          imports: this.fields(extern.type.imports).map(({ name, ...rest }) => ({ module: name, ...rest })),
          exports: this.fields(extern.type.exports),
        };
    }
  }

  private fields(fields: ReadonlyMap<string, ExternType>): ExportDescriptor[] {
    return [...fields].map(([name, type]) => ({ name, kind: kindOf(type), type: this.extern(type) }));
  }
}

const functionType = ({ params, results }: FuncType) => ({
  parameters: params.map(valueTypeName),
  results: results.map(valueTypeName),
});

const limitsType = ({ min, max }: Limits) => ({
  minimum: min,
  ...(max === undefined ? {} : { maximum: max }),
});
