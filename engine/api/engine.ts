// What the parts of one namespace share: the engine's settings, its error classes, how it compiles, and how its values
// look to JavaScript.

import type { WasmErrorConstructor } from "../../compiler/runtime/index.ts";
import type { Boundary, ModuleValue } from "../instantiate/index.ts";
import { type Cores, compileModule } from "./compile.ts";
import { compileError } from "./errors.ts";
import type { Settings } from "./options.ts";

export interface ErrorClasses {
  readonly CompileError: WasmErrorConstructor;
  readonly LinkError: WasmErrorConstructor;
  readonly RuntimeError: WasmErrorConstructor;
}

export class Engine {
  readonly settings: Settings;
  readonly errors: ErrorClasses;
  readonly cores: Cores;
  readonly boundary: Boundary;

  constructor(settings: Settings, errors: ErrorClasses, cores: Cores, boundary: Boundary) {
    this.settings = settings;
    this.errors = errors;
    this.cores = cores;
    this.boundary = boundary;
  }

  /** Compiles bytes that nobody else changes. @throws CompileError, its message naming `where` */
  compile(bytes: Uint8Array, where: string): ModuleValue {
    try {
      return compileModule(bytes, this.settings, this.cores);
    } catch (error) {
      throw compileError(where, error, this.errors.CompileError);
    }
  }
}
