// Rules: interface objects, prototypes and the namespace as WebIDL makes them.

import { type Any, deepEqual, equal, ok, type Rule, rule, throws } from "./rule.ts";

/** Name, number of required arguments of the constructor; getters; methods with their numbers of required arguments. */
const INTERFACES = [
  ["Module", 1, [], {}],
  ["Instance", 1, ["exports"], {}],
  ["Memory", 1, ["buffer"], { grow: 1 }],
  ["Table", 1, ["length"], { grow: 1, get: 1, set: 1 }],
  ["Global", 1, ["value"], { valueOf: 0 }],
  ["Tag", 1, [], {}],
  ["Exception", 2, ["stack"], { getArg: 2, is: 1 }],
] as const;

const OPERATIONS = { validate: 1, compile: 1, instantiate: 1, compileStreaming: 1, instantiateStreaming: 1 };
const STATICS = { exports: 1, imports: 1, customSections: 2 };
const ERRORS = ["CompileError", "LinkError", "RuntimeError"];

const property = (object: object, name: PropertyKey): Any => Object.getOwnPropertyDescriptor(object, name);

function isHidden(object: object, name: PropertyKey): void {
  const { writable, enumerable, configurable } = property(object, name);
  deepEqual(
    { writable, enumerable, configurable },
    { writable: true, enumerable: false, configurable: true },
  );
}

function isOperation(object: object, name: string, length: number): void {
  const { value, writable, enumerable, configurable } = property(object, name);
  deepEqual({ writable, enumerable, configurable }, { writable: true, enumerable: true, configurable: true });
  equal(typeof value, "function");
  equal(value.name, name);
  equal(value.length, length);
  equal(property(value, "prototype"), undefined, "not a constructor");
  throws(() => new value(), TypeError);
}

function isAttribute(object: object, name: string, settable: boolean): void {
  const { get, set, enumerable, configurable } = property(object, name);
  deepEqual({ enumerable, configurable }, { enumerable: true, configurable: true });
  equal(get.name, `get ${name}`);
  equal(get.length, 0);
  if (settable) equal(set.name, `set ${name}`);
  else equal(set, undefined);
}

function isClassString(object: object, text: string): void {
  deepEqual(property(object, Symbol.toStringTag), {
    value: text,
    writable: false,
    enumerable: false,
    configurable: true,
  });
}

const namespaceRules: Rule[] = [
  rule("the namespace is a plain object with the class string WebAssembly", (W) => {
    equal(typeof W, "object");
    equal(Object.getPrototypeOf(W), Object.prototype);
    isClassString(W, "WebAssembly");
    throws(() => new W(), TypeError);
    throws(() => W(), TypeError);
  }),
  ...Object.entries(OPERATIONS).map(([name, length]) =>
    rule(`WebAssembly.${name} is an operation of a namespace`, (W) => isOperation(W, name, length)),
  ),
  rule("operations of the namespace need no receiver", (W) => {
    const { validate } = W;
    equal(validate(new Uint8Array(4)), false);
    equal(validate.call(7, new Uint8Array(4)), false);
  }),
  ...ERRORS.map((name) =>
    rule(`${name} is made like the error classes of the language`, (W) => {
      isHidden(W, name);
      const face = W[name];
      equal(Object.getPrototypeOf(face), Error);
      equal(Object.getPrototypeOf(face.prototype), Error.prototype);
      deepEqual([face.name, face.length], [name, 1]);
      isHidden(face.prototype, "name");
      isHidden(face.prototype, "message");
      isHidden(face.prototype, "constructor");
      deepEqual([face.prototype.name, face.prototype.message], [name, ""]);
    }),
  ),
  ...ERRORS.map((name) =>
    rule(`${name} makes errors with and without new`, (W) => {
      const face = W[name];
      for (const error of [new face("what"), face("what")]) {
        ok(error instanceof face && error instanceof Error);
        equal(error.message, "what");
        equal(String(error), `${name}: what`);
        deepEqual(
          { ...property(error, "message") },
          { value: "what", writable: true, enumerable: false, configurable: true },
        );
        equal(typeof error.stack, "string");
      }
      equal(property(new face(), "message"), undefined);
      equal(new face("x", { cause: 5 }).cause, 5);
    }),
  ),
  rule("error classes can be extended", (W) => {
    class Special extends W.RuntimeError {}
    const error = new (Special as Any)("x");
    ok(error instanceof Special && error instanceof W.RuntimeError);
  }),
  rule("nothing of the proposals that are not there", (W) => {
    equal("Function" in W, false);
  }),
];

const interfaceRules = INTERFACES.flatMap(([name, length, attributes, methods]): Rule[] => [
  rule(`${name} is an interface object`, (W) => {
    isHidden(W, name);
    const face = W[name];
    equal(Object.getPrototypeOf(face), Function.prototype);
    deepEqual([face.name, face.length], [name, length]);
    const { writable, enumerable, configurable } = property(face, "prototype");
    deepEqual([writable, enumerable, configurable], [false, false, false]);
  }),
  rule(`${name} needs new`, (W) => {
    throws(() => W[name]({ initial: 1, element: "anyfunc", value: "i32", parameters: [] }), TypeError);
  }),
  rule(`${name} needs arguments`, (W) => throws(() => new W[name](), TypeError)),
  rule(`${name}.prototype has the members of the interface, and its class string`, (W) => {
    const { prototype } = W[name];
    isHidden(prototype, "constructor");
    equal(prototype.constructor, W[name]);
    isClassString(prototype, `WebAssembly.${name}`);
    equal(Object.getPrototypeOf(prototype), Object.prototype);
    const missing = [...attributes, ...Object.keys(methods)].filter((member) => !(member in prototype));
    deepEqual(missing, []);
  }),
  ...attributes.flatMap((attribute) => [
    rule(`${name}.prototype.${attribute} is an attribute`, (W) =>
      isAttribute(W[name].prototype, attribute, attribute === "value"),
    ),
    rule(`${name}.prototype.${attribute} refuses other receivers`, (W) => {
      const { get, set } = property(W[name].prototype, attribute);
      for (const receiver of [undefined, null, 1, {}, W[name], W[name].prototype]) {
        throws(() => get.call(receiver), TypeError);
        if (set !== undefined) throws(() => set.call(receiver, 1), TypeError);
      }
    }),
  ]),
  ...Object.entries(methods).flatMap(([method, count]) => [
    rule(`${name}.prototype.${method} is an operation`, (W) => isOperation(W[name].prototype, method, count)),
    rule(`${name}.prototype.${method} refuses other receivers`, (W) => {
      for (const receiver of [undefined, null, 1, {}, W[name], W[name].prototype])
        throws(() => W[name].prototype[method].call(receiver, 0, 0), TypeError);
    }),
  ]),
]);

const classRules: Rule[] = [
  ...Object.entries(STATICS).map(([name, length]) =>
    rule(`Module.${name} is a static operation`, (W) => isOperation(W.Module, name, length)),
  ),
  rule("objects have no properties of their own", (W) => {
    const objects = [
      new W.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)),
      new W.Memory({ initial: 0 }),
      new W.Table({ element: "anyfunc", initial: 0 }),
      new W.Global({ value: "i32" }),
    ];
    for (const object of objects) deepEqual(Reflect.ownKeys(object), []);
  }),
  rule("classes can be extended, and objects then have the extending prototype", (W) => {
    class Special extends W.Memory {}
    const memory = new (Special as Any)({ initial: 1 });
    equal(Object.getPrototypeOf(memory), Special.prototype);
    equal(memory.buffer.byteLength, 65536);
  }),
  rule("objects can be extended", (W) => ok(Object.isExtensible(new W.Memory({ initial: 0 })))),
];

export const shapes: Rule[] = [...namespaceRules, ...interfaceRules, ...classRules];
