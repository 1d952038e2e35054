// model/: what a module is made of. `types` are the spec's types; `opcodes` is the one table of instructions
// (`opcodes-core` its rows, `opcodes-later` those that only the text format knows); `module` is the decoded syntax tree.

export * from "./module.ts";
export { LATER_ROWS } from "./opcodes-later.ts";
export * from "./opcodes.ts";
export * from "./types.ts";
