// The functions of the namespace: validate, compile, instantiate, and the two that take a Response. All that goes wrong in
// an asynchronous one, its arguments included, rejects its promise (WebIDL).

import { faceOf, optionalObject } from "../host/index.ts";
import { bytesOf, stableBytes } from "./bytes.ts";
import type { Engine } from "./engine.ts";
import { neitherModuleNorBytes, notBytes } from "./errors.ts";
import { instanceObject } from "./instance.ts";
import type { ModuleValue } from "../instantiate/index.ts";
import { responseBytes } from "./streaming.ts";

/** Prototypes of the engine's classes. */
export interface Prototypes {
  readonly module: object;
  readonly instance: object;
}

// A parameter with a default value does not count in `length`, which WebIDL wants to be that of the required ones.

/** Makes the functions of one engine's namespace. */
export function operations(engine: Engine, prototypes: Prototypes) {
  const compile = (bytes: Uint8Array, where: string) =>
    faceOf(prototypes.module, engine.compile(bytes, where));

  const instantiate = (module: ModuleValue, imports: object | undefined) =>
    instanceObject(prototypes.instance, module, imports, engine);

  const both = (bytes: Uint8Array, imports: object | undefined, where: string) => {
    const module = engine.compile(bytes, where);
    return { module: faceOf(prototypes.module, module), instance: instantiate(module, imports) };
  };

  return {
    validate(bytes: unknown): boolean {
      const view = bytesOf(bytes);
      if (view === undefined) throw notBytes("validate()", bytes);
      return engine.compiler.isValid(view);
    },

    async compile(bytes: unknown): Promise<object> {
      const where = "compile()";
      const copy = stableBytes(bytes, where);
      await undefined;
      return compile(copy, where);
    },

    async instantiate(source: unknown, importObject: unknown = undefined): Promise<object> {
      const where = "instantiate()";
      const module = engine.boundary.moduleOf(source);
      if (module === undefined && bytesOf(source) === undefined) throw neitherModuleNorBytes(where, source);
      const imports = optionalObject(importObject, where, "the import object");
      if (module !== undefined) return instantiate(module, imports);
      const copy = stableBytes(source, where);
      await undefined;
      return both(copy, imports, where);
    },

    async compileStreaming(source: unknown): Promise<object> {
      const where = "compileStreaming()";
      return compile(await responseBytes(source, where), where);
    },

    async instantiateStreaming(source: unknown, importObject: unknown = undefined): Promise<object> {
      const where = "instantiateStreaming()";
      const imports = optionalObject(importObject, where, "the import object");
      return both(await responseBytes(source, where), imports, where);
    },
  };
}
