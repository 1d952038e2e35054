// text/: the text format, in and out (`mortise/text`). `lexer` makes tokens, `cursor` reads them; `module` reads a module's
// fields in phases, `imports`, `compound` and `indices` what is linking, `definitions` and `segments` the rest, `body`
// and `immediates` instructions; `scope` holds names and index spaces. `parse` is the whole way from text to bytes.

export { locateInText } from "./errors.ts";
export type { ReadFile } from "./module.ts";
export { idLiteral, nameLiteral } from "./literals.ts";
export { type ParseOptions, parse, parseModule } from "./parse.ts";
export {
  parseScript,
  type ScriptAction,
  type ScriptCommand,
  type ScriptModule,
  type ScriptOptions,
} from "./script.ts";
export type { ScriptExpected, ScriptValue } from "./script-values.ts";
export { type PrintOptions, print } from "./print.ts";
export { printType } from "./print-linked-types.ts";
export { globalText, limitsText, signatureText } from "./print-types.ts";
