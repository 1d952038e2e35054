// A few seconds of fuzzing with a seed of its own: nothing differs. `npm run fuzz` goes on for longer.

import t from "tap";
import { DEFAULTS, Fuzzer } from "./fuzzer.ts";
import { Choices } from "./generate/choices.ts";
import { recipeOf } from "./generate/cases.ts";
import { reduce } from "./reduce.ts";
import { parse, print } from "../../compiler/text/index.ts";

const RUNS = 40;
const options = { ...DEFAULTS, seed: 20, countEvery: 4, shrinkFor: 10_000 };

t.test("generated modules give the same on every engine", async (t) => {
  const fuzzer = new Fuzzer(options);
  for (let run = 0; run < RUNS; run++) t.equal((await fuzzer.run(run))?.mismatch, undefined, `run ${run}`);
  const { modules, executions, sorts, counts, digests } = fuzzer.totals;
  t.equal(modules, RUNS);
  t.equal(digests.size, RUNS, "no module comes twice");
  t.ok(executions > RUNS * 8, `${executions} executions`);
  for (const sort of ["small", "linked", "binaryen"] as const) t.ok(sorts.has(sort), sort);
  for (const name of ["i64.add", "call_indirect", "loop", "memory.fill"])
    t.ok((counts.get(name) ?? 0) > 0, `${name} is executed`);
});

t.test("a seed makes the same modules again", async (t) => {
  const [once, again] = [new Fuzzer(options), new Fuzzer(options)];
  for (const fuzzer of [once, again]) for (let run = 0; run < 6; run++) await fuzzer.run(run);
  t.same([...again.totals.digests], [...once.totals.digests]);
  t.notSame(recipeOf(1, 0).seed, recipeOf(2, 0).seed);
});

t.test("without bytes, choices are the first", (t) => {
  const choices = new Choices(new Uint8Array());
  t.same([choices.below(10), choices.chance(99), choices.pick(["a", "b"]), choices.left], [0, false, "a", 0]);
  t.end();
});

t.test("a failing module is reduced to what makes it fail", (t) => {
  const bytes = parse(`(module
    (module (func (export "f") (param i32) (result i32)
      (local.set 0 (i32.add (local.get 0) (i32.const 5)))
      (if (local.get 0) (then (drop (i64.clz (i64.const 7)))))
      (i32.mul (local.get 0) (local.get 0))))
    (instance (instantiate 0))
    (func (export "g") (nop)))`);
  const fails = (candidate: Uint8Array) => print(candidate, { folded: true }).includes("i64.clz");
  const text = print(reduce(bytes, fails, 5000), { folded: true });
  t.match(text, "i64.clz");
  t.notMatch(text, /local\.set|i32\.mul|export/);
  t.end();
});
