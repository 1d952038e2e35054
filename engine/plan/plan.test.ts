import t from "tap";
import { parse } from "../../compiler/text/index.ts";
import { type Plan, planModule, planText, type Step, TypeReader } from "./index.ts";

const planOfText = (text: string): Plan => planModule(parse(text));
const stepsOf = (plan: Plan, module: number, op: Step["op"]) =>
  plan.modules[module]!.steps.filter((step) => step.op === op);

t.test("a core module: imports, define, exports", async (t) => {
  const plan = planOfText(`(module
    (import "a" "f" (func (param i32 i64) (result f32)))
    (import "a" "m" (memory 1 2))
    (import "b" "g" (global (mut f64)))
    (func (export "own"))
    (export "f" (func 0)))`);
  const func = plan.types.indexOf("ij>f");
  t.same(plan.modules[0]!.steps, [
    { op: "import", module: "a", field: "f", kind: "func", index: 0, type: ["func", func] },
    { op: "import", module: "a", field: "m", kind: "memory", index: 0, type: ["memory", 1, 2, ""] },
    { op: "import", module: "b", field: "g", kind: "global", index: 0, type: ["global", "d", true] },
    {
      op: "define",
      core: 0,
      imports: [
        ["func", 0],
        ["memory", 0],
        ["global", 0],
      ],
      deferrable: true,
    },
    { op: "export", name: "own", kind: "func", index: 1 },
    { op: "export", name: "f", kind: "func", index: 0 },
  ]);
});

t.test("a plan survives JSON, and is equal each time", async (t) => {
  const text = `(module
    (type $t (instance (export "f" (func (param externref)))))
    (import "i" (instance (type $t)))
    (import "m" (module (import "i" (instance (type $t))) (export "t" (table 1 2 funcref)))))`;
  const plan = planOfText(text);
  t.same(JSON.parse(JSON.stringify(plan)), plan);
  t.same(planOfText(text), plan);
  const type = new TypeReader(plan).type(plan.modules[0]!.type);
  t.equal(type.kind, "module");
  const imports = type.kind === "module" ? type.imports : new Map();
  const module = imports.get("m");
  t.same(module.type.exports.get("t"), {
    kind: "table",
    type: { element: 0x70, limits: { min: 1, max: 2 } },
  });
  t.equal(imports.get("i").type, module.type.imports.get("i").type, "equal types are one object");
});

t.test("making a core module is put off only where nobody can tell", async (t) => {
  const deferrable = (fields: string) => {
    const [define] = stepsOf(planOfText(`(module ${fields} (func $f))`), 0, "define");
    return define?.op === "define" && define.deferrable;
  };
  t.equal(deferrable(""), true);
  t.equal(deferrable("(global (mut i32) (i32.const 1))"), true);
  t.equal(deferrable('(import "m" "m" (memory 1)) (data "passive")'), true);
  t.equal(deferrable("(start $f)"), false);
  t.equal(deferrable("(memory 1)"), false);
  t.equal(deferrable("(table 1 funcref)"), false);
  t.equal(deferrable('(import "m" "m" (memory 1)) (data (i32.const 0) "active")'), false);
  t.equal(deferrable('(import "t" "t" (table 1 funcref)) (elem (i32.const 0) $f)'), false);
});

t.test("a module that only links defines nothing", async (t) => {
  const plan = planOfText(
    '(module (import "m" (module $m)) (instance $i (instantiate $m)) (export "i" (instance $i)))',
  );
  t.same(stepsOf(plan, 0, "define"), []);
});

t.test("implicit instances are gathered only where they are used as instances", async (t) => {
  const unused = planOfText('(module (import "a" "f" (func)) (import "a" "g" (func)))');
  t.same(stepsOf(unused, 0, "gather"), []);
  const used = planOfText(`(module
    (import "a" "f" (func)) (import "a" "g" (func))
    (module $m (import "a" (instance (export "f" (func)))))
    (instance (instantiate $m (import "a" (instance 0)))))`);
  t.same(stepsOf(used, 0, "gather"), [
    {
      op: "gather",
      name: "a",
      index: 0,
      fields: [
        ["f", "func", 0],
        ["g", "func", 1],
      ],
    },
  ]);
});

t.test("captures: each once, and only what reaches out", async (t) => {
  const plan = planOfText(`(module $root
    (module $lib)
    (import "other" (module $other))
    (module $outer
      (module $local)
      (module $inner
        (alias outer $root $lib (module $l))
        (alias outer $root $other (module $o))
        (alias outer $outer $local (module $n))
        (instance (instantiate $l)) (instance (instantiate $o)) (instance (instantiate $n))))
    (module $closed))`);
  const closes = stepsOf(plan, 0, "close");
  t.same(
    closes.map((step) => step.op === "close" && step.captures),
    [
      [],
      [
        ["module", 0],
        ["module", 1],
      ],
      [],
    ],
  );
  const inner = plan.modules.findIndex(({ path }) => path === "root/module[1]/module[1]");
  const outer = plan.modules.findIndex(({ path }) => path === "root/module[1]");
  const [, close] = stepsOf(plan, outer, "close");
  t.same(close?.op === "close" && [close.code, close.captures], [
    inner,
    [
      ["capture", 0],
      ["capture", 1],
      ["module", 0],
    ],
  ]);
  t.same(
    stepsOf(plan, inner, "outer").map((step) => step.op === "outer" && step.capture),
    [0, 1, 2],
  );
});

t.test("the text has a line for each step", async (t) => {
  const text = planText(planOfText('(module (import "a" "b" (func)) (func) (export "x\\"" (func 1)))'));
  t.same(text.split("\n"), [
    "module 0 (root)",
    '  import      func 0 := "a"."b": func',
    "  define      core 0 (func 0), when first used",
    '  export      "x\\"" = func 1',
  ]);
});

t.test("a module that does nothing, and one that captures, have lines, too", (t) => {
  const text = planText(
    planOfText(`(module
      (import "a" "f" (func)) (import "a" "s" (memory 1 2))
      (module $m)
      (module $n (alias outer 0 $m (module $k)) (export "m" (module $k)))
      (export "n" (module $n)))`),
  );
  t.same(text.split("\n"), [
    "module 0 (root)",
    '  import      func 0 := "a"."f": func',
    '  import      memory 0 := "a"."s": memory 1 2',
    "  close over  module 0 := code 1 ()",
    "  close over  module 1 := code 2 (module 0)",
    '  export      "n" = module 1',
    "",
    "module 1 (root/module[0])",
    "  nothing to do",
    "",
    "module 2 (root/module[1])",
    "  alias       module 0 := capture 0",
    '  export      "m" = module 0',
  ]);
  t.end();
});
