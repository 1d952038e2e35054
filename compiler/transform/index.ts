// transform/: from modules to modules. `core-module` takes the core module out of a linked one, for native engines.

export { type CoreItem, type CoreModule, extractCore } from "./core-module.ts";
