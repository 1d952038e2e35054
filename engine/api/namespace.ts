// Puts a namespace object together: functions that can be enumerated, classes that cannot (WebIDL, "namespace objects").

import {
  CompileError,
  LinkError,
  RuntimeError,
  type WasmErrorConstructor,
} from "../../compiler/runtime/index.ts";
import { faceOf, type HostClasses, hostClasses, JS_TAG, makeSupport } from "../host/index.ts";
import { Adopter, NativeValues, type NativeWebAssembly } from "../instantiate/index.ts";
import { jsBoundary, nativeBoundary } from "./boundary.ts";
import { type Compiler, Engine, type ErrorClasses } from "./engine.ts";
import { instanceClass } from "./instance.ts";
import { moduleClass } from "./module.ts";
import { operations } from "./operations.ts";
import type { Settings } from "./options.ts";
import type { WebAssemblyNamespace } from "./types.ts";

/** Namespaces that were made here: no such namespace is the host's own WebAssembly. */
const made = /* @__PURE__ */ new WeakSet<object>();

/** Is this a namespace of an engine of ours? */
export const isOurs = (namespace: object): boolean => made.has(namespace);

/** A namespace with JavaScript cores. */
export function jsNamespace(
  settings: Settings,
  compilerFor: (adopter: Adopter) => Compiler,
): WebAssemblyNamespace {
  const classes = hostClasses(settings);
  const errors = { CompileError, LinkError, RuntimeError };
  const support = makeSupport(settings, (exception) => faceOf(classes.Exception.prototype, exception));
  const { meter, onCode } = settings;
  const adopter = new Adopter(support, settings.instances, { metered: meter !== undefined, onCode });
  const boundary = jsBoundary(LinkError, classes, () => Module, adopter);
  const engine = new Engine(settings, errors, compilerFor(adopter), boundary);
  const Module = moduleClass(engine);
  const JSTag = faceOf(classes.Tag.prototype, JS_TAG);
  return assemble(engine, Module, { ...classes, JSTag }, errors);
}

/** With native cores memories, tables and globals are the host's own; modules and instances are ours. */
export function nativeNamespace(
  settings: Settings,
  native: NativeWebAssembly,
  compilerFor: (values: NativeValues) => Compiler,
): WebAssemblyNamespace {
  const errors = native as unknown as ErrorClasses;
  const values = new NativeValues(native);
  const boundary = nativeBoundary(errors.LinkError, values, () => Module);
  const engine = new Engine(settings, errors, compilerFor(values), boundary);
  const Module = moduleClass(engine);
  return assemble(engine, Module, nativeClasses(native), errors);
}

type Members = Readonly<Record<string, object>>;

function nativeClasses(native: NativeWebAssembly): Members {
  const members = native as unknown as Members;
  const names = ["Memory", "Table", "Global", "Tag", "JSTag", "Exception"] satisfies (
    | keyof HostClasses
    | "JSTag"
  )[];
  return Object.fromEntries(names.filter((name) => name in members).map((name) => [name, members[name]!]));
}

function assemble(
  engine: Engine,
  Module: ReturnType<typeof moduleClass>,
  classes: Members,
  errors: Readonly<Record<keyof ErrorClasses, WasmErrorConstructor>>,
): WebAssemblyNamespace {
  const Instance = instanceClass(engine);
  const namespace = operations(engine, { module: Module.prototype, instance: Instance.prototype });
  const { CompileError, LinkError, RuntimeError } = errors;
  const hidden = { Module, Instance, ...classes, CompileError, LinkError, RuntimeError };
  for (const [name, value] of Object.entries(hidden))
    Object.defineProperty(namespace, name, { value, writable: true, configurable: true });
  Object.defineProperty(namespace, Symbol.toStringTag, { value: "WebAssembly", configurable: true });
  made.add(namespace);
  return namespace as unknown as WebAssemblyNamespace;
}
