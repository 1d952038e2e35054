// Modules that are compiled again from the same bytes.

import t from "tap";
import { parse } from "../../compiler/text/index.ts";
import { createEngine } from "./index.ts";

const counter = (extra = "") =>
  parse(`(module (global $n (mut i32) (i32.const 0)) ${extra}
    (func (export "next") (result i32)
      (global.set $n (i32.add (global.get $n) (i32.const 1))) (global.get $n)))`);

/** How often code was evaluated for the modules of these bytes, each instantiated. */
function evaluations(binaries: readonly Uint8Array[], optimizations = ""): number {
  let count = 0;
  const WebAssembly = createEngine({
    optimizations,
    onCode: (source) => {
      count++;
      return source;
    },
  });
  for (const bytes of binaries) new WebAssembly.Instance(new WebAssembly.Module(bytes));
  return count;
}

t.test("they share code", (t) => {
  t.equal(evaluations([counter(), counter()]), 1);
  t.equal(evaluations([counter(), counter()], "-known"), 2);
  t.equal(evaluations([counter(), counter("(memory 1)")]), 2, "other bytes");
  const large = counter(`(memory 1) (data "${"a".repeat(70_000)}")`);
  t.equal(evaluations([large, large]), 2, "too large to be remembered");
  t.end();
});

t.test("the longest unused is forgotten", (t) => {
  const many = Array.from({ length: 8 }, (_, i) => counter(`(memory ${i + 1})`));
  t.equal(evaluations([counter(), ...many, counter()]), 10);
  t.equal(evaluations([counter(), ...many.slice(1), counter()]), 8);
  t.end();
});

t.test("they are different modules, with instances of their own", (t) => {
  const WebAssembly = createEngine();
  const bytes = counter();
  const one = new WebAssembly.Module(bytes);
  const other = new WebAssembly.Module(bytes);
  t.not(one, other);
  const next = (module: typeof one) =>
    new WebAssembly.Instance(module).exports["next"] as unknown as () => number;
  const [first, second] = [next(one), next(other)];
  t.same([first(), first(), second()], [1, 2, 1]);
  bytes.fill(0);
  t.throws(
    () => new WebAssembly.Module(bytes),
    { name: "CompileError" },
    "the caller's bytes are not the key",
  );
  t.end();
});
