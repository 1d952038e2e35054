// `mortise/polyfill`: puts a WebAssembly where there is none, and only there.

import t from "tap";

type Globals = { WebAssembly?: { validate(bytes: Uint8Array): boolean } };

const globals = globalThis as Globals;
const EMPTY = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

// Each query makes the module run anew.
const load = (time: number) => import(new URL(`./polyfill.js?${time}`, import.meta.url).href);

t.test("a WebAssembly that exists stays", async (t) => {
  const before = (globals.WebAssembly ??= { validate: () => false });
  await load(1);
  t.equal(globals.WebAssembly, before);
});

t.test("a missing one is filled in, as a property like the host's own", async (t) => {
  const before = globals.WebAssembly;
  t.teardown(() => {
    Object.defineProperty(globals, "WebAssembly", { value: before, writable: true, configurable: true });
  });
  delete globals.WebAssembly;
  await load(2);
  const { value, writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(
    globals,
    "WebAssembly",
  )!;
  t.not(value, before);
  t.same({ writable, enumerable, configurable }, { writable: true, enumerable: false, configurable: true });
  t.ok(value.validate(EMPTY));
  await load(3);
  t.equal(globals.WebAssembly, value);
});
