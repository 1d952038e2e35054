// The options that every command takes.

import type { OptionSpecs } from "./command.ts";

export const SHARED: OptionSpecs = {
  cores: {
    type: "string",
    value: "js|native|auto",
    help: "run core modules as JavaScript, or with the host's WebAssembly",
  },
  encoding: {
    type: "string",
    value: "auto|proposal|wasm-tools",
    help: "which binary form module and instance types have",
  },
  features: { type: "string", value: "LIST", help: "WebAssembly features: 2.0,multi-memory or -exceptions" },
  strict: { type: "boolean", help: "hold core modules to the linking rules too" },
  help: { type: "boolean", short: "h", help: "show this" },
};
