// tools/script/: runs test scripts of WebAssembly. `commands` are what a script is made of, `assembled` reads them from
// wast2json files; `engine` is the interface to what is tested; `run` executes the commands, `perform` their actions
// through generated `carrier` modules, `values` compares bits, `messages` words; `spectest` is the scripts' host.

export { type Reading, readAssembled } from "./assembled.ts";
export type { Action, Command, Expected, ModuleSource, Script, Value } from "./commands.ts";
export {
  type EngineOptions,
  type Exports,
  type Namespace,
  namespaceEngine,
  type ScriptEngine,
} from "./engine.ts";
export { MORTISE_WORDING, V8_WORDING, type Wording } from "./messages.ts";
export { type Outcome, type RunOptions, runScript, type ScriptResult } from "./run.ts";
