// The interface WebAssembly.Instance of the JS API.

import { asInterface, attach, contentOf, illegalInvocation, optionalObject } from "../host/index.ts";
import {
  type Boundary,
  exportsObject,
  type InstanceValue,
  instantiateModule,
  type ModuleValue,
} from "../instantiate/index.ts";
import type { Engine } from "./engine.ts";
import { notModule } from "./errors.ts";

/** An instance, and its exports object once it was asked for. */
class InstanceContent {
  private readonly module: ModuleValue;
  private readonly value: InstanceValue;
  private readonly boundary: Boundary;
  private object: object | undefined;

  constructor(module: ModuleValue, value: InstanceValue, boundary: Boundary) {
    this.module = module;
    this.value = value;
    this.boundary = boundary;
  }

  get exports(): object {
    return (this.object ??= exportsObject(this.value, this.module.type, this.boundary));
  }
}

/** Makes the class. */
export function instanceClass(engine: Engine) {
  class Instance {
    constructor(module: unknown, importObject: unknown = undefined) {
      const value = engine.boundary.moduleOf(module);
      if (value === undefined) throw notModule("Instance()", module);
      const imports = optionalObject(importObject, "Instance()", "the import object");
      attach(this, contentFor(value, imports, engine));
    }

    get exports(): object {
      const content = contentOf(this);
      if (!(content instanceof InstanceContent)) throw illegalInvocation("Instance.exports", this);
      return content.exports;
    }
  }
  return asInterface(Instance, "Instance");
}

function contentFor(module: ModuleValue, imports: object | undefined, { boundary }: Engine): InstanceContent {
  return new InstanceContent(module, instantiateModule(module, imports, boundary), boundary);
}

/** What an instance import reads its fields from: an `Instance`'s exports, any other object itself. */
export function fieldsOf(value: unknown): object | undefined {
  const content = contentOf(value);
  if (content instanceof InstanceContent) return content.exports;
  return (typeof value === "object" && value !== null) || typeof value === "function" ? value : undefined;
}

/** An instance object that no constructor made. */
export function instanceObject(
  prototype: object,
  module: ModuleValue,
  imports: object | undefined,
  engine: Engine,
): object {
  const object = Object.create(prototype) as object;
  attach(object, contentFor(module, imports, engine));
  return object;
}
