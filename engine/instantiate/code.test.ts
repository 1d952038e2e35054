import t from "tap";
import { LinkError } from "../../compiler/runtime/index.ts";
import type { ModulePlan, Plan, Step, TypeData } from "../plan/index.ts";
import { Tree } from "./code.ts";
import { exportsObject } from "./exports.ts";
import { instantiateModule } from "./imports.ts";
import { type ToyCore, toyBackend, toyBoundary } from "./testing/toy.ts";
import type { ModuleValue } from "./values.ts";

/** A plan by hand. Type 0 is `func`, type 1 an instance with it as `f`, type 2 a module that exports `f` alone. */
const TYPES: TypeData[] = [
  ">",
  ["instance", [["f", ["func", 0]]]],
  ["module", [], [["f", ["func", 0]]]],
  ["instance", [["value", ["func", 0]]]],
];

const modulePlan = (path: string, type: number, steps: Step[]): ModulePlan => ({ path, type, steps });
const planWith = (modules: ModulePlan[], types: TypeData[] = []): Plan => ({
  format: 1,
  types: [...TYPES, ...types],
  modules,
});

type Exports = Record<string, () => unknown> & Record<string, Record<string, () => unknown>>;

function run(plan: Plan, cores: ToyCore[], imports?: object, log: string[] = []): Exports {
  const tree = new Tree(plan, toyBackend(cores, log));
  const instance = instantiateModule(tree.root, imports, toyBoundary);
  return exportsObject(instance, tree.root.type, toyBoundary) as Exports;
}

const CHILD = modulePlan("root/module[0]", 2, [
  { op: "define", core: 1, imports: [], deferrable: true },
  { op: "export", name: "f", kind: "func", index: 0 },
]);

t.test("a nested instance, an alias of it, an export", async (t) => {
  const root = modulePlan("root", 2, [
    { op: "close", index: 0, code: 1, captures: [] },
    { op: "instantiate", index: 0, module: 0, args: [] },
    { op: "alias", kind: "func", index: 0, instance: 0, name: "f" },
    { op: "export", name: "f", kind: "func", index: 0 },
  ]);
  const exports = run(planWith([root, CHILD]), [() => ({}), () => ({ "func 0": () => 42 })]);
  t.equal(exports.f!(), 42);
  t.ok(Object.isFrozen(exports));
  t.equal(Object.getPrototypeOf(exports), null);
});

t.test("each instance has its own state", async (t) => {
  const counter: ToyCore = () => {
    let n = 0;
    return { "func 0": () => ++n };
  };
  const root = modulePlan("root", 4, [
    { op: "close", index: 0, code: 1, captures: [] },
    { op: "instantiate", index: 0, module: 0, args: [] },
    { op: "instantiate", index: 1, module: 0, args: [] },
    { op: "export", name: "a", kind: "instance", index: 0 },
    { op: "export", name: "b", kind: "instance", index: 1 },
  ]);
  const type: TypeData = [
    "module",
    [],
    [
      ["a", ["instance", 1]],
      ["b", ["instance", 1]],
    ],
  ];
  const exports = run(planWith([root, CHILD], [type]), [() => ({}), counter]);
  t.same([exports.a!.f!(), exports.a!.f!(), exports.b!.f!()], [1, 2, 1]);
});

t.test("a module captures what its outer aliases reach, over several levels", async (t) => {
  const root = modulePlan("root", 4, [
    { op: "import", module: "m", kind: "module", index: 0, type: ["module", 2] },
    { op: "close", index: 1, code: 1, captures: [["module", 0]] },
    { op: "instantiate", index: 0, module: 1, args: [] },
    { op: "export", name: "made", kind: "instance", index: 0 },
  ]);
  const middle = modulePlan("root/module[0]", 5, [
    { op: "close", index: 0, code: 2, captures: [["capture", 0]] },
    { op: "export", name: "inner", kind: "module", index: 0 },
  ]);
  const inner = modulePlan("root/module[0]/module[0]", 2, [
    { op: "outer", index: 0, capture: 0 },
    { op: "instantiate", index: 0, module: 0, args: [] },
    { op: "alias", kind: "func", index: 0, instance: 0, name: "f" },
    { op: "export", name: "f", kind: "func", index: 0 },
  ]);
  const types: TypeData[] = [
    ["module", [["m", ["module", 2]]], [["made", ["instance", 6]]]],
    ["module", [], [["inner", ["module", 2]]]],
    ["instance", [["inner", ["module", 2]]]],
  ];
  const library = (answer: number): ModuleValue =>
    new Tree(
      planWith([{ ...CHILD, path: "root" }]),
      toyBackend([() => ({}), () => ({ "func 0": () => answer })]),
    ).root;
  const tree = new Tree(planWith([root, middle, inner], types), toyBackend([]));
  const call = (module: ModuleValue) => {
    const made = exportsObject(instantiateModule(module, undefined, toyBoundary), module.type, toyBoundary);
    return (made as Exports).f!();
  };
  const innerWith = (answer: number) => {
    const instance = instantiateModule(tree.root, { m: library(answer) }, toyBoundary);
    const exports = exportsObject(instance, tree.root.type, toyBoundary) as unknown as {
      made: { inner: ModuleValue };
    };
    return exports.made.inner;
  };
  const one = innerWith(1);
  const two = innerWith(2);
  t.same([call(one), call(two), call(one)], [1, 2, 1]);
});

t.test("arguments go by name, also into gathered instances", async (t) => {
  const root = modulePlan("root", 2, [
    { op: "import", module: "env", field: "x", kind: "func", index: 0, type: ["func", 0] },
    { op: "gather", name: "env", index: 0, fields: [["value", "func", 0]] },
    { op: "close", index: 0, code: 1, captures: [] },
    {
      op: "instantiate",
      index: 1,
      module: 0,
      args: [
        ["unused", "func", 0],
        ["lib", "instance", 0],
      ],
    },
    { op: "alias", kind: "func", index: 1, instance: 1, name: "f" },
    { op: "export", name: "f", kind: "func", index: 1 },
  ]);
  const child = modulePlan("root/module[0]", 2, [
    { op: "import", module: "lib", field: "value", kind: "func", index: 0, type: ["func", 0] },
    { op: "define", core: 1, imports: [["func", 0]], deferrable: false },
    { op: "export", name: "f", kind: "func", index: 1 },
  ]);
  const core: ToyCore = (value) => ({ "func 1": () => [(value as () => unknown)()] });
  const exports = run(planWith([root, child]), [() => ({}), core], { env: { x: () => "in" } });
  t.same(exports.f!(), ["in"]);
});

t.test("a core instance that nobody can see is made when it is used; others at once", async (t) => {
  const plan = (deferrable: boolean) =>
    planWith([
      modulePlan("root", 2, [
        { op: "define", core: 0, imports: [], deferrable },
        { op: "export", name: "f", kind: "func", index: 0 },
      ]),
    ]);
  const core: ToyCore = () => ({ "func 0": () => 1 });
  for (const deferrable of [true, false]) {
    const log: string[] = [];
    const tree = new Tree(plan(deferrable), toyBackend([core], log));
    const instance = instantiateModule(tree.root, undefined, toyBoundary);
    t.same(log, deferrable ? [] : ["core 0"]);
    exportsObject(instance, tree.root.type, toyBoundary);
    exportsObject(instance, tree.root.type, toyBoundary);
    t.same(log, ["core 0"], "once");
  }
});

t.test("a narrowly imported instance shows the declared names only", async (t) => {
  const root = modulePlan("root", 4, [
    { op: "import", module: "i", kind: "instance", index: 0, type: ["instance", 1] },
    { op: "export", name: "again", kind: "instance", index: 0 },
  ]);
  const type: TypeData = ["module", [["i", ["instance", 1]]], [["again", ["instance", 1]]]];
  const read: PropertyKey[] = [];
  const given = new Proxy({ secret: () => 0, f: () => 7 } as Record<PropertyKey, unknown>, {
    get: (target, name) => {
      read.push(name);
      return target[name];
    },
  });
  const exports = run(planWith([root], [type]), [], { i: given });
  t.same(Object.keys(exports.again!), ["f"]);
  t.same(read, ["f"]);
});

t.test("link errors name the path, what was expected and what was found", async (t) => {
  const importing = (step: Partial<Step>) =>
    planWith([modulePlan("root", 2, [{ op: "import", index: 0, ...step } as Step])]);
  const func = importing({ module: "a", field: "b", kind: "func", type: ["func", 0] });
  const instance = importing({ module: "i", kind: "instance", type: ["instance", 1] });
  const module = importing({ module: "m", kind: "module", type: ["module", 2] });
  const linkError = (plan: Plan, imports: object, message: string) =>
    t.throws(() => run(plan, [], imports), { constructor: LinkError, message });
  linkError(func, { a: { b: 1 } }, 'import "a"."b": expected func, found a number');
  linkError(instance, { i: { f: null } }, 'import "i"."f": expected func, found null');
  linkError(instance, {}, 'import "i": expected instance (export "f" (func)), found undefined');
  linkError(module, { m: {} }, 'import "m": expected module (export "f" (func)), found an object');
  const wrong = new Tree(
    planWith([modulePlan("root", 4, [])], [["module", [["x", ["func", 0]]], [["f", ["func", 0]]]]]),
    toyBackend([]),
  ).root;
  linkError(module, { m: wrong }, 'import "m".(import "x"): expected func, found nothing');
  t.throws(() => run(func, [], { a: 1 }), {
    name: "TypeError",
    message: /import "a"\."b": .*found a number/,
  });
  t.throws(() => run(func, []), { name: "TypeError", message: /no import object/ });
});

t.test("names that JavaScript uses are ordinary names", async (t) => {
  const names = ["__proto__", "constructor", "toString"];
  const root = modulePlan("root", 4, [
    { op: "define", core: 0, imports: [], deferrable: true },
    ...names.map((name, index): Step => ({ op: "export", name, kind: "func", index })),
  ]);
  const type: TypeData = ["module", [], names.map((name) => [name, ["func", 0]] as const)];
  const core: ToyCore = () => Object.fromEntries(names.map((name, i) => [`func ${i}`, () => name]));
  const exports = run(planWith([root], [type]), [core]);
  t.same(Object.keys(exports), names);
  for (const name of names) t.equal(exports[name]!(), name);
});

t.test("one instantiation makes a bounded number of instances", async (t) => {
  const levels = 20;
  const modules = Array.from({ length: levels }, (_, i) =>
    modulePlan("root", 4, [
      ...(i === levels - 1
        ? []
        : ([
            { op: "close", index: 0, code: i + 1, captures: [] },
            { op: "instantiate", index: 0, module: 0, args: [] },
            { op: "instantiate", index: 1, module: 0, args: [] },
          ] as Step[])),
    ]),
  );
  const plan = planWith(modules, [["module", [], []]]);
  t.throws(() => run(plan, []), { name: "RangeError", code: "too-many-instances" });
  const small = new Tree(
    planWith(
      modules.slice(levels - 3).map((m, i) => shift(m, i)),
      [["module", [], []]],
    ),
    toyBackend([]),
    7,
  );
  t.doesNotThrow(() => instantiateModule(small.root, undefined, toyBoundary), "7 of 7");
});

/** Renumbers the module that level `i` closes over. */
function shift(module: ModulePlan, i: number): ModulePlan {
  return {
    ...module,
    steps: module.steps.map((step) => (step.op === "close" ? { ...step, code: i + 1 } : step)),
  };
}

t.test("plans of another format are refused", async (t) => {
  t.throws(() => new Tree({ ...planWith([]), format: 99 as 1 }, toyBackend([])), { code: "bad-plan-format" });
});
