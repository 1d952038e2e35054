// host/: what JavaScript has and what wasm has, and the way between them. `slots` says which store object a JS API
// object stands for, `faces` makes such objects, one file an interface (`memory`, `table`, `global`, `tag`, `exception`,
// gathered in `host-classes`); `values` converts values, `link` imports, `crossing` exceptions; `meter` stops code; `placed-memory` lets memories grow in place; `support` puts
// together what generated code is given. `idl` is WebIDL, for `engine/api/` too. Ahead-of-time output carries this
// room: nothing here needs the compiler's upper rooms, and nothing happens when it is loaded.

export { inward, isTrap, outward, probeBounds } from "./crossing.ts";
export { describe, illegalInvocation, InterruptError, notMetered, wrongArgument } from "./errors.ts";
export { exceptionClass } from "./exception.ts";
export { faceOf, type StoreLimits } from "./faces.ts";
export { globalClass } from "./global.ts";
export { type HostClasses, hostClasses, hostFromStore } from "./host-classes.ts";
export * from "./idl.ts";
export {
  type CoreType,
  type FunctionAdapters,
  funcPassage,
  globalPassage,
  type Mismatch,
  memoryPassage,
  type Passages,
  passedIn,
  type StoreObject,
  storeFromHost,
  tablePassage,
  tagPassage,
} from "./link.ts";
export { memoryClass } from "./memory.ts";
export { createMeter, Meter, type MeterOptions } from "./meter.ts";
export { PlacedMemory } from "./placed-memory.ts";
export { attach, contentOf, exceptionOf, globalOf, memoryOf, tableOf, tagOf } from "./slots.ts";
export { bare, F, makeSupport, S, type Support, X } from "./support.ts";
export { tableClass } from "./table.ts";
export { JS_TAG, tagClass } from "./tag.ts";
export { valueTypeName } from "./value-type.ts";
export { fromFunc, toFunc } from "./values.ts";
