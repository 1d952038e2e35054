// What an instance or module exports, as far as the text tells: names and kinds, which zero-level exports need.

import type { ExternDesc, ModuleDef, TypeDecl } from "../model/index.ts";
import type { ModuleScope, Shape, TypeSpace } from "./scope.ts";

type Exports = Map<string, Shape> | undefined;

/** The exports of an instance, by its index; `undefined` where they cannot be known. */
export function instanceExports(scope: ModuleScope, index: number): Exports {
  const source = scope.instances[index];
  if (source === undefined) return undefined;
  switch (source.from) {
    case "type":
      return typeExports(scope.types, source.index);
    case "instantiate":
      return moduleExports(scope, source.module);
    case "implicit":
      return source.fields;
    case "export":
      return instanceExports(scope, source.instance)?.get(source.name)?.exports();
    case "outer":
      return source.scope && instanceExports(source.scope, source.index);
    case "nested":
      return undefined;
  }
}

/** What an instance of a module exports. */
function moduleExports(scope: ModuleScope, index: number): Exports {
  const source = scope.modules[index];
  if (source === undefined) return undefined;
  switch (source.from) {
    case "type":
      return typeExports(scope.types, source.index);
    case "nested":
      return source.nested.scope
        ? ownExports(source.nested.scope)
        : finishedExports(source.nested.item.module);
    case "export":
      return instanceExports(scope, source.instance)?.get(source.name)?.exports();
    case "outer":
      return source.scope && moduleExports(source.scope, source.index);
    default:
      return undefined;
  }
}

/** Of a module that was read from a file: what its instances and modules export is not looked up. */
function finishedExports(module: ModuleDef | undefined): Exports {
  return (
    module && new Map(module.exports.map(({ name, kind }) => [name, { kind, exports: () => undefined }]))
  );
}

function ownExports(scope: ModuleScope): Map<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (const { name, kind, index } of scope.exports) {
    const exports = () =>
      kind === "instance"
        ? instanceExports(scope, index)
        : kind === "module"
          ? moduleExports(scope, index)
          : undefined;
    shapes.set(name, { kind, exports });
  }
  return shapes;
}

/** The exports of a module or instance type. */
function typeExports(space: TypeSpace, index: number): Exports {
  const entry = space.entry(index);
  if (entry?.is !== "compound") return undefined;
  const shapes = new Map<string, Shape>();
  for (const decl of entry.def.decls)
    if (isExport(decl)) shapes.set(decl.name, shapeOf(decl.desc, entry.inner));
  return shapes;
}

const isExport = (decl: TypeDecl): decl is TypeDecl & { item: "export" } => decl.item === "export";

/** The shape that a description gives; its type index is of `space`. */
export const shapeOf = (desc: ExternDesc, space: TypeSpace): Shape => ({
  kind: desc.kind,
  exports: () => ("typeIndex" in desc ? typeExports(space, desc.typeIndex) : undefined),
});
