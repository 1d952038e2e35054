// Code for engines without a JIT: when it is made, and that memory behaves in it as the specification says, aligned
// or not.

import t from "tap";
import { parse } from "../../compiler/text/index.ts";
import { createEngine } from "./create-engine.ts";
import { detectTarget } from "./target.ts";

t.test("an engine without WebAssembly is taken for one without a JIT, unless Node says otherwise", (t) => {
  const node = { versions: { v8: "11.3" }, execArgv: [], env: {} };
  t.equal(detectTarget({ WebAssembly: {} }), "jit");
  t.equal(detectTarget({}), "interpreter");
  t.equal(detectTarget({ process: node }), "jit", "it was deleted");
  t.equal(detectTarget({ process: { ...node, execArgv: ["--jitless"] } }), "interpreter");
  t.equal(detectTarget({ process: { ...node, env: { NODE_OPTIONS: "--jitless" } } }), "interpreter");
  t.throws(() => createEngine({ target: "quantum" as never }), TypeError);
  t.end();
});

/** Widths of accesses: type, load, store, bytes. */
const ACCESSES = [
  ["i32", "load8_s", "store8", 1],
  ["i32", "load8_u", "store8", 1],
  ["i32", "load16_s", "store16", 2],
  ["i32", "load16_u", "store16", 2],
  ["i32", "load", "store", 4],
  ["i64", "load", "store", 8],
  ["i64", "load32_u", "store32", 4],
  ["f32", "load", "store", 4],
  ["f64", "load", "store", 8],
] as const;

const module = (offset: number) =>
  parse(`(module (memory (export "memory") 1)
  ${ACCESSES.map(
    ([type, load, store], i) => `
  (func (export "load${i}") (param i32) (result ${type}) (${type}.${load} offset=${offset} (local.get 0)))
  (func (export "store${i}") (param i32 ${type})
    (${type}.${store} offset=${offset} (local.get 0) (local.get 1)))
  (func (export "copy${i}") (param i32 i32)
    (${type}.${store} offset=${offset} (local.get 0) (${type}.${load} offset=${offset} (local.get 1))))`,
  ).join("")})`);

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly [name: string]: unknown;
}

function instance(offset: number, target: "jit" | "interpreter") {
  const { Module, Instance } = createEngine({ target });
  const exports = new Instance(new Module(module(offset))).exports as unknown as Exports;
  const call = (name: string, ...args: unknown[]): unknown => {
    try {
      return (exports[name] as (...args: unknown[]) => unknown)(...args);
    } catch (error) {
      return String(error);
    }
  };
  const bytes = new Uint8Array(exports.memory.buffer);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.imul(i, 0x9e3779b1) >>> 13;
  return { call, bytes };
}

const END = 65_536;
const ADDRESSES = [
  0,
  1,
  2,
  3,
  4,
  6,
  7,
  8,
  END - 9,
  END - 8,
  END - 4,
  END - 2,
  END - 1,
  END,
  -1,
  -4,
  -8,
  1 << 30,
];

for (const offset of [0, 1, 4, 8, 65_532, 2 ** 32 - 8]) {
  t.test(`every access, offset ${offset}, gives what the other target gives`, (t) => {
    const [jit, interpreter] = [instance(offset, "jit"), instance(offset, "interpreter")];
    ACCESSES.forEach(([type, load, store], i) => {
      const value = type === "i64" ? -0x0123_4567_89ab_cdefn : type[0] === "f" ? -1.5 : -0x1234_5678;
      const results = ({ call }: ReturnType<typeof instance>) =>
        ADDRESSES.flatMap((address) => [address, address - offset]).map((at) => [
          at,
          call(`load${i}`, at),
          call(`store${i}`, at, value),
          call(`copy${i}`, at, 16),
        ]);
      t.same(results(interpreter), results(jit), `${load}, ${store}`);
      t.equal(Buffer.compare(interpreter.bytes, jit.bytes), 0, "nothing else was written");
    });
    t.end();
  });
}

t.test("memories that grow: in the code, and from JavaScript while it runs", (t) => {
  const { Module, Instance } = createEngine({ target: "interpreter" });
  const bytes = parse(`(module (import "h" "grow" (func $grow)) (memory (export "memory") 1 9)
    (func (export "run") (param i32) (result i32)
      (i32.store (i32.const 0) (i32.const 7))
      (call $grow)
      (i32.store (local.get 0) (i32.load (i32.const 0)))
      (drop (memory.grow (i32.const 1)))
      (i64.store offset=8 (local.get 0) (i64.load (local.get 0)))
      (i32.load offset=8 (local.get 0))))`);
  let memory: { grow(pages: number): number } | undefined;
  const { exports } = new Instance(new Module(bytes), { h: { grow: () => memory!.grow(1) } });
  memory = exports["memory"] as typeof memory;
  t.equal((exports["run"] as (n: number) => number)(70_000), 7);
  t.end();
});
