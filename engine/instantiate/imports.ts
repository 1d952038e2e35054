// Imports of a root module out of an import object (JS API, "read the imports"): each is read, matched against its
// declared type and converted, before anything of the instance is made.

import type { ExternType, InstanceType } from "../../compiler/model/index.ts";
import { matches } from "../../compiler/validate/index.ts";
import { describe, type FunctionAdapters } from "../host/index.ts";
import type { Boundary, ImportPath } from "./backend.ts";
import { importMismatch, moduleMismatch, noImportModule, noImportObject } from "./errors.ts";
import { importedProperty } from "./import-names.ts";
import { Gathered, type ImportSlot, type InstanceValue, type LinkValue, type ModuleValue } from "./values.ts";

/**
 * Instantiates a module with JavaScript values.
 * @throws TypeError, LinkError (with the path of the import, what was expected and what was found), and whatever the
 * getters of the import object and the start functions throw
 */
export function instantiateModule(
  module: ModuleValue,
  importObject: object | undefined,
  boundary: Boundary,
): InstanceValue {
  const { code, captures } = module;
  const values =
    code.imports.length === 0
      ? []
      : importedValues(code.imports, importObject, new ImportReader(boundary, code.functions));
  return code.run(values, captures);
}

/** Makes what is imported of a JavaScript value. */
export interface Converter {
  /** @throws LinkError */
  convert(type: ExternType, value: unknown, path: ImportPath): LinkValue;
}

/** Reads each import and converts it, in order. */
export function importedValues(
  imports: readonly ImportSlot[],
  importObject: object | undefined,
  converter: Converter,
): LinkValue[] {
  return imports.map(({ module, field, type }) => {
    const path = field === undefined ? [module] : [module, field];
    if (importObject === undefined) throw noImportObject(path);
    return converter.convert(type, read(importObject, module, field, path), path);
  });
}

class ImportReader implements Converter {
  private readonly boundary: Boundary;
  private readonly functions: FunctionAdapters | undefined;

  constructor(boundary: Boundary, functions: FunctionAdapters | undefined) {
    this.boundary = boundary;
    this.functions = functions;
  }

  convert(type: ExternType, value: unknown, path: ImportPath): LinkValue {
    switch (type.kind) {
      case "instance":
        return this.instance(type, value, path);
      case "module":
        return this.module(type, value, path);
      default:
        return this.boundary.toExtern(type, value, this.functions, (found) =>
          this.mismatch(path, type, found),
        );
    }
  }

  /** Only the declared names are read, so only they can be seen from inside. */
  private instance(
    type: { kind: "instance"; type: InstanceType },
    value: unknown,
    path: ImportPath,
  ): InstanceValue {
    const fields = this.boundary.fieldsOf(value);
    if (fields === undefined) throw this.mismatch(path, type, describe(value));
    const found = new Map<string, LinkValue>();
    for (const [name, fieldType] of type.type.exports)
      found.set(name, this.convert(fieldType, importedProperty(fields, name), [...path, name]));
    return new Gathered(found);
  }

  private module(
    type: Extract<ExternType, { kind: "module" }>,
    value: unknown,
    path: ImportPath,
  ): ModuleValue {
    const module = this.boundary.moduleOf(value);
    if (module === undefined) throw this.mismatch(path, type, describe(value));
    const difference = matches({ kind: "module", type: module.type }, type);
    if (difference !== undefined) throw moduleMismatch(this.boundary.LinkError, path, difference);
    return module;
  }

  private mismatch(path: ImportPath, expected: ExternType, found: ExternType | string): Error {
    return importMismatch(this.boundary.LinkError, path, expected, found);
  }
}

function read(importObject: object, module: string, field: string | undefined, path: ImportPath): unknown {
  const first: unknown = importedProperty(importObject, module);
  if (field === undefined) return first;
  if (first === null || (typeof first !== "object" && typeof first !== "function"))
    throw noImportModule(path, first);
  return importedProperty(first, field);
}
