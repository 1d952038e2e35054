// What the parts of one namespace share: the engine's settings, its error classes, how it compiles, and how its values
// look to JavaScript.

import type { WasmErrorConstructor } from "../../compiler/runtime/index.ts";
import type { Boundary, ModuleValue } from "../instantiate/index.ts";
import { compileError } from "./errors.ts";
import type { Settings } from "./options.ts";

export interface ErrorClasses {
  readonly CompileError: WasmErrorConstructor;
  readonly LinkError: WasmErrorConstructor;
  readonly RuntimeError: WasmErrorConstructor;
}

/** What makes modules of bytes. */
export interface Compiler {
  /** @throws MortiseError */
  compile(bytes: Uint8Array): ModuleValue;
  isValid(bytes: Uint8Array): boolean;
}

export class Engine {
  readonly settings: Settings;
  readonly errors: ErrorClasses;
  readonly compiler: Compiler;
  readonly boundary: Boundary;

  constructor(settings: Settings, errors: ErrorClasses, compiler: Compiler, boundary: Boundary) {
    this.settings = settings;
    this.errors = errors;
    this.compiler = compiler;
    this.boundary = boundary;
  }

  /** Compiles bytes that nobody else changes. @throws CompileError, its message naming `where` */
  compile(bytes: Uint8Array, where: string): ModuleValue {
    try {
      return this.compiler.compile(bytes);
    } catch (error) {
      throw compileError(where, error, this.errors.CompileError);
    }
  }
}
