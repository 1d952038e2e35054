// Rules: compile, instantiate, and the two functions that take a Response.

import { body, EMPTY, exported, func, I32, imported, module } from "./bytes.ts";
import { forms } from "./module.ts";
import { deepEqual, equal, ok, rejects, type Rule, rule } from "./rule.ts";

const WRONG = Uint8Array.of(0, 0x61, 0x73, 0x6d, 9, 0, 0, 0);

const FIVE = module({
  types: [func([], [I32])],
  functions: [0],
  exports: [exported("f", "func", 0)],
  code: [body(0x41, 5)],
});

const NEEDS_FUNCTION = module({ types: [func([], [])], imports: [imported("a", "b", "func", [0])] });

const NO_SOURCE = [undefined, null, 0, "x", {}, [], Symbol(), () => {}];

const response = (bytes: Uint8Array, type: string | undefined = "application/wasm", status = 200) =>
  new Response(bytes.slice(), { status, headers: type === undefined ? {} : { "Content-Type": type } });

const asynchronous: Rule[] = [
  rule("compile: resolves to a Module", async (W) => {
    for (const form of forms(FIVE)) {
      const object = await W.compile(form);
      equal(Object.getPrototypeOf(object), W.Module.prototype);
      equal(new W.Instance(object).exports.f(), 5);
    }
  }),
  rule("compile: what goes wrong rejects the promise", async (W) => {
    for (const value of NO_SOURCE) await rejects(() => W.compile(value), TypeError);
    await rejects(() => W.compile(), TypeError);
    await rejects(() => W.compile(WRONG), W.CompileError);
    await rejects(() => W.compile(new W.Module(EMPTY)), TypeError);
  }),
  rule("compile: takes a copy of the bytes at once", async (W) => {
    const bytes = FIVE.slice();
    const promise = W.compile(bytes);
    bytes.fill(0);
    equal(new W.Instance(await promise).exports.f(), 5);
  }),
  rule("instantiate: bytes give a module and an instance", async (W) => {
    const result = await W.instantiate(FIVE);
    deepEqual(Reflect.ownKeys(result), ["module", "instance"]);
    equal(Object.getPrototypeOf(result), Object.prototype);
    deepEqual(Object.getOwnPropertyDescriptor(result, "module"), {
      value: result.module,
      writable: true,
      enumerable: true,
      configurable: true,
    });
    ok(result.module instanceof W.Module);
    equal(Object.getPrototypeOf(result.instance), W.Instance.prototype);
    equal(result.instance.exports.f(), 5);
  }),
  rule("instantiate: a Module gives an instance", async (W) => {
    const result = await W.instantiate(new W.Module(FIVE));
    equal(Object.getPrototypeOf(result), W.Instance.prototype);
    equal(result.exports.f(), 5);
  }),
  rule("instantiate: what goes wrong rejects the promise", async (W) => {
    for (const value of NO_SOURCE) await rejects(() => W.instantiate(value), TypeError);
    await rejects(() => W.instantiate(), TypeError);
    await rejects(() => W.instantiate(WRONG), W.CompileError);
    for (const source of [NEEDS_FUNCTION, new W.Module(NEEDS_FUNCTION)]) {
      await rejects(() => W.instantiate(source), TypeError);
      await rejects(() => W.instantiate(source, {}), TypeError);
      await rejects(() => W.instantiate(source, { a: {} }), W.LinkError);
      for (const imports of [null, 1, "x"]) await rejects(() => W.instantiate(source, imports), TypeError);
    }
  }),
  rule("instantiate: wrong arguments come before wrong bytes", async (W) => {
    await rejects(() => W.instantiate(WRONG, null), TypeError);
  }),
  rule("instantiate: imports of a Module are read at once, those of bytes after compiling", async (W) => {
    let read = 0;
    const imports = {
      get a() {
        read++;
        return { b: () => {} };
      },
    };
    const first = W.instantiate(new W.Module(NEEDS_FUNCTION), imports);
    equal(read, 1);
    const second = W.instantiate(NEEDS_FUNCTION, imports);
    equal(read, 1);
    await Promise.all([first, second]);
    equal(read, 2);
  }),
  rule("instantiate: what a getter throws rejects the promise with it", async (W) => {
    const what = {};
    const imports = {
      get a() {
        throw what;
      },
    };
    for (const source of [NEEDS_FUNCTION, new W.Module(NEEDS_FUNCTION)])
      equal(await W.instantiate(source, imports).catch((error: unknown) => error), what);
  }),
];

const streaming: Rule[] = [
  rule("compileStreaming: a Response or a promise of one", async (W) => {
    for (const source of [response(FIVE), Promise.resolve(response(FIVE))])
      equal(new W.Instance(await W.compileStreaming(source)).exports.f(), 5);
  }),
  rule("compileStreaming: anything else rejects", async (W) => {
    for (const source of [undefined, null, 1, {}, FIVE, Promise.resolve(FIVE)])
      await rejects(() => W.compileStreaming(source), TypeError);
    const what = new Error("mine");
    equal(await W.compileStreaming(Promise.reject(what)).catch((error: unknown) => error), what);
  }),
  rule("compileStreaming: the type must be application/wasm, without parameters", async (W) => {
    for (const type of ["", "application/octet-stream", "application/wasm;x=y", "application/wasm;"])
      await rejects(() => W.compileStreaming(response(FIVE, type)), TypeError);
    await rejects(() => W.compileStreaming(new Response(FIVE.slice())), TypeError);
    for (const type of ["application/wasm", "Application/WASM", " application/wasm "])
      ok((await W.compileStreaming(response(FIVE, type))) instanceof W.Module);
  }),
  rule("compileStreaming: the status must be ok", async (W) => {
    await rejects(() => W.compileStreaming(response(FIVE, "application/wasm", 404)), TypeError);
  }),
  rule("compileStreaming: a body that was used rejects", async (W) => {
    const used = response(FIVE);
    await used.arrayBuffer();
    await rejects(() => W.compileStreaming(used), TypeError);
  }),
  rule("compileStreaming: wrong bytes reject with a CompileError", async (W) => {
    await rejects(() => W.compileStreaming(response(WRONG)), W.CompileError);
  }),
  rule("instantiateStreaming: a module and an instance", async (W) => {
    const { module: object, instance } = await W.instantiateStreaming(response(FIVE));
    ok(object instanceof W.Module);
    equal(instance.exports.f(), 5);
    const b = () => {};
    ok((await W.instantiateStreaming(response(NEEDS_FUNCTION), { a: { b } })).instance instanceof W.Instance);
  }),
  rule("instantiateStreaming: what goes wrong rejects", async (W) => {
    await rejects(() => W.instantiateStreaming(response(NEEDS_FUNCTION)), TypeError);
    await rejects(() => W.instantiateStreaming(response(NEEDS_FUNCTION), { a: {} }), W.LinkError);
    await rejects(() => W.instantiateStreaming(response(NEEDS_FUNCTION), null), TypeError);
    await rejects(() => W.instantiateStreaming(7), TypeError);
  }),
];

export const operations: Rule[] = [...asynchronous, ...streaming];
