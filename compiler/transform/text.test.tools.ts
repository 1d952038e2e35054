// Modules from text, for tests: decoded, validated, and run by the native engine.

import { ALL_FEATURES } from "../base/index.ts";
import { decodeModule, encodeModule } from "../binary/index.ts";
import type { ModuleDef } from "../model/index.ts";
import { parse } from "../text/index.ts";
import { type ValidModule, validateModule } from "../validate/index.ts";

export const decode = (bytes: Uint8Array): ModuleDef =>
  decodeModule(bytes, { features: ALL_FEATURES, encoding: "proposal" }).module;

export const module = (text: string): ModuleDef => decode(parse(text));

export const check = (def: ModuleDef): ValidModule => validateModule(def, { features: ALL_FEATURES });

export const valid = (text: string): ValidModule => check(module(text));

/** The bytes of a module that a transformation made, valid by our own rules. */
export function bytesOf(def: ModuleDef): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(encodeModule(def, { encoding: "proposal" }));
  check(decode(bytes));
  return bytes;
}

export type Exports = Record<string, (...args: unknown[]) => unknown>;

/** Runs a core module natively. */
export const run = (bytes: Uint8Array<ArrayBuffer>, imports: WebAssembly.Imports = {}): Exports =>
  new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports as Exports;
