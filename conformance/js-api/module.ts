// Rules: WebAssembly.Module, and what counts as bytes.

import {
  body,
  data,
  EMPTY,
  element,
  exported,
  FUNCREF,
  func,
  global as globalOf,
  I32,
  I64,
  imported,
  limits,
  module,
} from "./bytes.ts";
import { type Any, deepEqual, equal, ok, type Rule, rule, throws } from "./rule.ts";

const EVERYTHING = module({
  types: [func([I32], [I64])],
  imports: [
    imported("m", "f", "func", [0]),
    imported("m", "t", "table", [FUNCREF, ...limits(1)]),
    imported("", "m", "memory", limits(1)),
    imported("m", "g", "global", [I32, 0]),
    imported("m", "f", "func", [0]),
  ],
  functions: [0],
  globals: [globalOf(I32, false, 0x41, 0)],
  exports: [
    exported("é", "func", 2),
    exported("", "table", 0),
    exported("__proto__", "memory", 0),
    exported("constructor", "global", 1),
  ],
  elements: [element(0, 2)],
  code: [body(0x42, 1)],
  data: [data(0, 1)],
});

const NO_BYTES = [undefined, null, 0, 1, "", "x", {}, [], [0, 0x61], Symbol(), () => {}];

/** All the forms in which programs hand over bytes. */
export const forms = (bytes: Uint8Array): Any[] => {
  const padded = new Uint8Array(bytes.length + 24);
  padded.set(bytes, 8);
  return [
    bytes,
    bytes.slice().buffer,
    new Uint8Array(padded.buffer, 8, bytes.length),
    new Int8Array(padded.buffer, 8, bytes.length),
    new Uint8ClampedArray(padded.buffer, 8, bytes.length),
    new DataView(padded.buffer, 8, bytes.length),
    Buffer.from(bytes),
  ];
};

export const moduleRules: Rule[] = [
  rule("Module: takes bytes in every form", (W) => {
    for (const form of forms(EMPTY)) ok(new W.Module(form) instanceof W.Module);
    ok(new W.Module(new Uint32Array(EMPTY.slice().buffer)) instanceof W.Module);
  }),
  rule("Module: anything else is a TypeError", (W) => {
    for (const value of NO_BYTES) throws(() => new W.Module(value), TypeError);
  }),
  rule("Module: no module is a CompileError", (W) => {
    for (const bytes of [[], [0], [0, 0x61, 0x73, 0x6d], [0, 0x61, 0x73, 0x6d, 2, 0, 0, 0], [...EMPTY, 1]])
      throws(() => new W.Module(Uint8Array.from(bytes)), W.CompileError);
  }),
  rule("Module: a body that is not valid is a CompileError", (W) => {
    const wrong = module({ types: [func([], [I32])], functions: [0], code: [body(0x42, 0)] });
    throws(() => new W.Module(wrong), W.CompileError);
    equal(W.validate(wrong), false);
  }),
  rule("Module: keeps no hold on the bytes", (W) => {
    const bytes = module({
      types: [func([], [I32])],
      functions: [0],
      exports: [exported("f", "func", 0)],
      code: [body(0x41, 5)],
    });
    const object = new W.Module(bytes);
    bytes.fill(0);
    equal(new W.Instance(object).exports.f(), 5);
  }),
  rule("Module.imports: in order, repeated ones too", (W) => {
    deepEqual(
      W.Module.imports(new W.Module(EVERYTHING)).map(({ module, name, kind }: Any) => [module, name, kind]),
      [
        ["m", "f", "function"],
        ["m", "t", "table"],
        ["", "m", "memory"],
        ["m", "g", "global"],
        ["m", "f", "function"],
      ],
    );
  }),
  rule("Module.exports: in order, whatever the names", (W) => {
    deepEqual(
      W.Module.exports(new W.Module(EVERYTHING)).map(({ name, kind }: Any) => [name, kind]),
      [
        ["é", "function"],
        ["", "table"],
        ["__proto__", "memory"],
        ["constructor", "global"],
      ],
    );
  }),
  rule("Module.imports and Module.exports: new arrays of plain objects each time", (W) => {
    const object = new W.Module(EVERYTHING);
    for (const [name, keys] of [
      ["imports", ["module", "name", "kind"]],
      ["exports", ["name", "kind"]],
    ] as const) {
      const first = W.Module[name](object);
      ok(Array.isArray(first) && first !== W.Module[name](object));
      equal(Object.getPrototypeOf(first[0]), Object.prototype);
      deepEqual(Object.keys(first[0]), keys);
      deepEqual(Object.getOwnPropertyDescriptor(first[0], "kind"), {
        value: "function",
        writable: true,
        enumerable: true,
        configurable: true,
      });
    }
  }),
  rule("Module's static operations take a Module", (W) => {
    for (const name of ["imports", "exports", "customSections"])
      for (const value of [undefined, null, {}, EMPTY, W.Module, W.Module.prototype])
        throws(() => W.Module[name](value, ""), TypeError);
  }),
  rule("Module.customSections: copies of those with the name, in order", (W) => {
    const object = new W.Module(
      module({
        customs: [
          ["a", [1, 2]],
          ["b", [3]],
          ["a", []],
          ["", [4]],
          ["undefined", [5]],
        ],
      }),
    );
    const found = (name: unknown) =>
      W.Module.customSections(object, name).map((b: ArrayBuffer) => [...new Uint8Array(b)]);
    deepEqual(found("a"), [[1, 2], []]);
    deepEqual(found("b"), [[3]]);
    deepEqual(found("c"), []);
    deepEqual(found(""), [[4]]);
    deepEqual(found({ toString: () => "b" }), [[3]]);
    const [first] = W.Module.customSections(object, "a");
    equal(Object.getPrototypeOf(first), ArrayBuffer.prototype);
    equal(first.byteLength, 2);
    new Uint8Array(first)[0] = 9;
    deepEqual(found("a")[0], [1, 2]);
  }),
  rule("Module.customSections: the name is required, undefined is a name like others", (W) => {
    const object = new W.Module(module({ customs: [["undefined", [5]]] }));
    throws(() => W.Module.customSections(object), TypeError);
    equal(W.Module.customSections(object, undefined).length, 1);
    throws(() => W.Module.customSections(object, Symbol()), TypeError);
  }),
  rule("validate: bytes in every form", (W) => {
    for (const form of forms(EMPTY)) equal(W.validate(form), true);
    equal(W.validate(EVERYTHING), true);
    for (const bytes of [[], [0], [...EMPTY, 1]]) equal(W.validate(Uint8Array.from(bytes)), false);
  }),
  rule("validate: anything else is a TypeError", (W) => {
    for (const value of NO_BYTES) throws(() => W.validate(value), TypeError);
    throws(() => W.validate(), TypeError);
  }),
];
