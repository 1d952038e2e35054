// instantiate/: plans to instances. `code` turns a plan into closures, once; `imports` reads an import object and
// runs the root; `exports` shows instances to JavaScript; `values` is what flows in between. What runs the core modules is
// behind an interface (`backend`): `js-backend` with generated code (made by `js-compile`, evaluated by `evaluate`, put together
// by `tree-code`), or `native-backend` with the host's own WebAssembly.

export * from "./backend.ts";
export { Tree } from "./code.ts";
export { evaluate, type OnCode } from "./evaluate.ts";
export { coreExports, exportsObject } from "./exports.ts";
export { importMismatch } from "./errors.ts";
export { type Converter, importedValues, instantiateModule } from "./imports.ts";
export { type GeneratedCore, type GeneratedTree, JsBackend } from "./js-backend.ts";
export {
  Adopter,
  type GenerateOptions,
  HANDOVER,
  type Handover,
  handoverOf,
  moduleObject,
  offered,
  type Recipe,
} from "./handover.ts";
export { type CompiledTree, compiledTree, infoOf } from "./js-compile.ts";
export { NativeBackend } from "./native-backend.ts";
export { NativeValues, type NativeWebAssembly } from "./native-values.ts";
export { type Evaluated, runTree, type TreeCode } from "./tree-code.ts";
export { modulesById } from "./tree-modules.ts";
export * from "./values.ts";
