// tools/: what is built on the engine and used from the command line. `script/` runs test scripts.

export * from "./script/index.ts";
