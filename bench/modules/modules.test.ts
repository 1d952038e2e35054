// The modules of the suites do what the suites take them for: chains compute the same linked and in one module, and so on.
import t from "tap";
import { createEngine } from "../../engine/index.ts";
import {
  boundaryModule,
  boundarySignatures,
  growthModule,
  hundredFunctions,
  recursionModule,
} from "./core.ts";
import { chainInOneModule, chainOfModules, tenModules } from "./linked.ts";

const { Module, Instance } = createEngine({ cores: "js" });
type Run = (...values: unknown[]) => unknown;
const run = (bytes: Uint8Array<ArrayBuffer>, imports: object, field: string, ...values: unknown[]) =>
  (new Instance(new Module(bytes), imports as never).exports[field] as Run)(...values);

t.test("a chain of modules computes what the same chain does in one module", async (t) => {
  for (const repeated of [false, true])
    for (const boundaries of [1, 2, 5]) {
      const single = run(chainInOneModule(boundaries, repeated), {}, "run", 1000);
      t.equal(run(chainOfModules(boundaries, repeated), {}, "run", 1000), single);
    }
});

t.test("ten modules share one memory but not a place in it", async (t) => {
  const { exports } = new Instance(new Module(tenModules()));
  const g = (i: number) => (exports[`g${i}`] as Run)(64);
  t.same([g(0), g(0), g(1), g(0), g(8)], [1, 2, 1, 3, 1]);
});

t.test("boundary functions compute in wasm and call out", async (t) => {
  const results = [undefined, 7, 3.75, 3.75, 3n + (1n << 40n)];
  for (const [i, it] of boundarySignatures.entries()) {
    let calls = 0;
    const f = () => (calls++, it.results.length > 0 ? it.arguments[0] : undefined);
    const imports = { host: { f } };
    t.equal(run(boundaryModule(it), imports, "call", ...it.arguments), i < 5 ? results[i] : it.arguments[0]);
    run(boundaryModule(it), imports, "run", 5, ...it.arguments);
    t.equal(calls, 5);
  }
});

t.test("hundreds of functions, growth and recursion", async (t) => {
  t.equal(run(hundredFunctions(100), {}, "f9", 1), 10);
  t.equal(run(growthModule(100), {}, "grow", 63), 64);
  const { exports } = new Instance(new Module(recursionModule(10)));
  t.throws(() => (exports["down"] as Run)(), RangeError);
  t.ok(((exports["depth"] as Run)() as number) > 500);
});
