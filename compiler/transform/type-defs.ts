// Types as definitions: a resolved module type written out again, with a type index space of its own and no
// reference to anything around it.

import {
  type CompoundTypeDef,
  type ExternDesc,
  type ExternType,
  type InstanceType,
  type ModuleType,
  signatureOf,
  type TypeDecl,
  type TypeDef,
} from "../model/index.ts";

/** Defines a module or instance type. Equal function types in it are defined once in each type. */
export function definitionOf(type: ModuleType | InstanceType): CompoundTypeDef {
  const space = new TypeSpace();
  if (type.kind === "module")
    for (const [name, wanted] of type.imports) {
      const desc = space.describe(wanted);
      space.decls.push({ item: "import", offset: 0, module: name, field: undefined, desc });
    }
  for (const [name, given] of type.exports) {
    const desc = space.describe(given);
    space.decls.push({ item: "export", offset: 0, name, desc });
  }
  return { kind: type.kind, scope: "own", decls: space.decls };
}

/** The type index space of one type under definition. */
class TypeSpace {
  readonly decls: TypeDecl[] = [];
  private readonly indices = new Map<string | ModuleType | InstanceType, number>();

  /** A descriptor; what it needs is defined first. */
  describe(type: ExternType): ExternDesc {
    switch (type.kind) {
      case "func":
      case "tag":
        return { kind: type.kind, typeIndex: this.indexOf(signatureOf(type.type), () => type.type) };
      case "module":
      case "instance":
        return { kind: type.kind, typeIndex: this.indexOf(type.type, () => definitionOf(type.type)) };
      default:
        return type;
    }
  }

  private indexOf(key: string | ModuleType | InstanceType, define: () => TypeDef): number {
    const known = this.indices.get(key);
    if (known !== undefined) return known;
    this.decls.push({ item: "type", offset: 0, type: define() });
    const index = this.indices.size;
    this.indices.set(key, index);
    return index;
  }
}
