// aot/: ahead-of-time output. `product` compiles a binary; `compile-to-module` makes one file of it: `surroundings` is the
// runtime around the generated code (of which `runtime-text` keeps what is used), `formats` how the file exports.
// `declarations` writes the types, `function-names` names functions for stack traces,
// `source-map` maps to the text. `serialize` is modules as bytes, guarded by `sha256`.

export {
  type CompiledModule,
  type CompiledPieces,
  compileToModule,
  compileToPieces,
  type ModuleOptions,
} from "./compile-to-module.ts";
export type { Format } from "./formats.ts";
export { type DeserializeOptions, deserialize, serialize } from "./serialize.ts";
export type { SourceMap } from "./source-map.ts";
