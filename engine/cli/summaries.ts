// What each command does, in one line, in the order of the help. It stands apart from the commands, which are loaded when they run.

export const SUMMARIES = {
  run: "run a WASI program with its arguments, or call a function (`_start`, unless told)",
  compile: "compile a module ahead of time, to one JavaScript file; without -o beside it",
  link: "join modules into a linked one, as a text or JSON says; or a program and shared libraries of clang",
  bundle: "nest the modules that a module imports: files of their names beside it",
  split: "write nested modules to files, which are then imported; the reverse of bundle",
  flatten: "lower a linked module to one core module, which any engine runs that has several memories",
  validate: "check modules; exit code 1 if one is not valid",
  inspect: "show a module's imports and exports with their types, or where its bytes are",
  graph: "draw modules and instances: who gets what from whom, what is shared, what is exported",
  plan: "show the instantiation plan",
  wast: "run test scripts: .json of wast2json with its files, or .wast",
  wat2wasm: "assemble a text; without -o beside it",
  wasm2wat: "print a module as text",
} as const;

export type CommandName = keyof typeof SUMMARIES;
