// Instances as JavaScript sees them: frozen objects without a prototype (JS API, "create an exports object"), that have
// the names of the instance's static type and no others.

import type { ExternType, InstanceType } from "../../compiler/model/index.ts";
import type { Boundary } from "./backend.ts";
import {
  type CoreInstance,
  type CoreKind,
  type Extern,
  Instantiated,
  type InstanceValue,
  type LinkValue,
  type ModuleCode,
  type ModuleValue,
  type Source,
} from "./values.ts";

/** The exports object of an instance, seen as `type` (of which only the exports matter). */
export function exportsObject(
  instance: InstanceValue,
  type: Pick<InstanceType, "exports">,
  boundary: Boundary,
): object {
  const code = instance instanceof Instantiated ? instance.wholeAs(type.exports) : undefined;
  const object =
    code === undefined ? partly(instance, type, boundary) : whole(code, instance as Instantiated, boundary);
  return Object.freeze(object);
}

/** V8 makes this many properties in its fast form when they are added by computed names. */
const FAST_PROPERTIES = 12;

/** Few properties are made and frozen three times as fast on an object that began as an ordinary one. */
const withoutPrototype = (properties: number): Record<string, unknown> =>
  properties <= FAST_PROPERTIES ? Object.setPrototypeOf({}, null) : Object.create(null);

function partly(
  instance: InstanceValue,
  { exports }: Pick<InstanceType, "exports">,
  boundary: Boundary,
): object {
  const object = withoutPrototype(exports.size);
  for (const [name, extern] of exports) object[name] = toHost(extern, instance.get(name), boundary);
  return object;
}

/** All exports of its module. */
function whole(code: ModuleCode, instance: Instantiated, boundary: Boundary): object {
  const { exports } = code;
  const functions = instance.ownFunctions();
  const value = (source: Source): unknown =>
    functions !== undefined && source.slot < 0 && source.kind === "func"
      ? functions[source.index]
      : toHost(source.type, instance.valueAt(source), boundary);
  const { shape: Shape } = code;
  if (Shape !== undefined) return new Shape(exports.map(value));
  const object = withoutPrototype(exports.length);
  for (const source of exports) object[source.name] = value(source);
  return object;
}

/** The exports object of a core instance that is all there is to an instance. */
export function coreExports(core: CoreInstance, exports: readonly CoreExport[], show: ShowItem): object {
  const object = withoutPrototype(exports.length);
  for (const { name, kind, index } of exports) object[name] = show(kind, core.item(kind, index));
  return Object.freeze(object);
}

type CoreExport = Pick<Source, "name" | "kind" | "index">;
type ShowItem = (kind: CoreKind, item: Extern) => object;

function toHost(type: ExternType, value: LinkValue, boundary: Boundary): unknown {
  switch (type.kind) {
    case "instance":
      return exportsObject(value as InstanceValue, type.type, boundary);
    case "module":
      return boundary.fromModule(value as ModuleValue);
    default:
      return boundary.fromExtern(type, value);
  }
}
