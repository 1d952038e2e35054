import t from "tap";
import { ALL_FEATURES, parseFeatures } from "../base/index.ts";
import { decodeModule } from "../binary/index.ts";
import { EXTERNREF, FUNCREF, type ModuleDef } from "../model/index.ts";
import {
  alias,
  aliasSection,
  type Bytes,
  body,
  declExport,
  declImport,
  declOuter,
  declType,
  func,
  funcDesc,
  globalDesc,
  import1,
  import2,
  importSection,
  instance,
  instanceDesc,
  instanceSection,
  instanceType,
  limits,
  linked,
  memoryDesc,
  moduleBytes,
  moduleDesc,
  moduleSection,
  moduleType,
  named,
  outer,
  typeSection,
} from "./testing/builder.ts";
import { describeType, type ValidModule, validateBody, validateModule } from "./index.ts";

const decode = (bytes: Bytes, strict = false): ModuleDef =>
  decodeModule(Uint8Array.from(bytes), { features: ALL_FEATURES, encoding: "proposal", strict }).module;
const validate = (bytes: Bytes, strict = false): ValidModule =>
  validateModule(decode(bytes, strict), { features: ALL_FEATURES, strict });
const typeOf = (module: ValidModule) => describeType({ kind: "module", type: module.type }, 1000);
const GLOBAL = globalDesc("i");
const EMPTY = moduleBytes({});

t.test("two-level imports form an implicit instance before their first field", (t) => {
  const bytes = linked(
    typeSection(instanceType()),
    importSection(
      import1("first", instanceDesc(0)),
      import2("a", "i", instanceDesc(0)),
      import2("b", "g", GLOBAL),
      import2("a", "g", GLOBAL),
    ),
    aliasSection(alias(1, "global", "g")),
  );
  const module = validate(bytes);
  t.same(
    module.instances.map(({ origin }) => origin.from),
    ["import", "implicit", "import", "implicit"],
  );
  t.match(module.instances[2]!.origin, { from: "import", instance: 1, item: { module: "a", field: "i" } });
  t.match(module.instances[3]!.origin, { from: "implicit", name: "b" });
  t.match(
    module.globals.map(({ origin }) => origin),
    [
      { from: "import", instance: 3 },
      { from: "import", instance: 1 },
      { from: "alias", instance: 1, name: "g" },
    ],
  );
  t.equal(
    typeOf(module),
    'module (import "first" (instance)) (import "a" (instance (export "i" (instance)) (export "g" (global i32)))) ' +
      '(import "b" (instance (export "g" (global i32))))',
  );
  t.end();
});

t.test("plain core modules are held to the core rules unless strict", (t) => {
  const twice = (a: Bytes, b: Bytes) =>
    moduleBytes({ imports: [import2("a", "b", a), import2("a", "b", b)] });
  const same = validate(twice(GLOBAL, GLOBAL));
  t.equal(same.globals.length, 2);
  t.equal(same.usesLinking, false);
  t.throws(() => validate(twice(GLOBAL, GLOBAL), true), { code: "duplicate-import" });
  t.match(typeOf(validate(twice(memoryDesc(1, 9), memoryDesc(2, 10)))), /memory 2 9/, "what satisfies both");
  t.match(typeOf(validate(twice(memoryDesc(1, 9), memoryDesc(2)))), /memory 2 9/);
  t.match(typeOf(validate(twice(memoryDesc(2), memoryDesc(1)))), /memory 2\)/);
  t.match(typeOf(validate(twice(GLOBAL, globalDesc("j")))), /memory 1 0/, "nothing satisfies both");
  t.end();
});

t.test("items know where they come from", (t) => {
  const child = linked(aliasSection(outer(0, 0, 5), outer(0, 0, 7)), instanceSection(instance(0)));
  const module = validate(
    linked(
      typeSection(func()),
      moduleSection(EMPTY, child),
      instanceSection(instance(1)),
      importSection(import1("f", funcDesc(0))),
    ),
  );
  t.same(
    module.modules.map(({ origin }) => origin),
    [
      { from: "nested", nested: 0 },
      { from: "nested", nested: 1 },
    ],
  );
  t.match(module.instances[0]!.origin, { from: "instantiate", item: { module: 1 } });
  t.match(module.nested[1]!.modules[0]!.origin, { from: "outer", depth: 0, index: 0 });
  t.equal(module.nested[1]!.types[0], module.types[0], "an outer alias is the same type");
  t.same([module.id, module.nested[0]!.id, module.nested[1]!.id], [0, 1, 2], "numbered in preorder");
  t.match(module.funcs[0]!.origin, { from: "import", instance: undefined });
  t.equal(module.nested[0]!.usesLinking, true, "what applies to the tree applies to each module");
  t.end();
});

t.test("types have spaces of their own, fed by definitions and outer aliases of any depth", (t) => {
  const inner = instanceType(
    declOuter(0, 0), // func (param i32), of the type around
    declOuter(1, 1), // func (param i64), of the module
    declExport("f", funcDesc(0)),
    declExport("g", funcDesc(1)),
  );
  const type = moduleType(
    declType(func("i>")),
    declType(inner),
    declImport(import1("i", instanceDesc(1))),
    declImport(import2("m", "f", funcDesc(0))),
    declExport("e", instanceDesc(1)),
  );
  const module = validate(
    linked(typeSection(func(), func("j>"), type), importSection(import1("x", moduleDesc(2)))),
  );
  const described = '(instance (export "f" (func (param i32))) (export "g" (func (param i64))))';
  t.equal(
    describeType(module.exports[0]?.type ?? { kind: "module", type: module.modules[0]!.type }, 1000),
    `module (import "i" ${described}) (import "m" (instance (export "f" (func (param i32))))) (export "e" ${described})`,
  );
  const nested = moduleSection(
    linked(moduleSection(linked(typeSection(instanceType(declOuter(2, 1), declExport("f", funcDesc(0))))))),
  );
  const tree = validate(linked(typeSection(func(), func("j>")), nested));
  t.match(tree.nested[0]!.nested[0]!.types[0], { kind: "instance" });
  t.throws(
    () =>
      validate(
        linked(
          typeSection(func()),
          moduleSection(linked(typeSection(instanceType(declType(instanceType(declOuter(3, 0))))))),
        ),
      ),
    { code: "alias-depth" },
  );
  t.end();
});

t.test("arguments match by name, others are ignored", (t) => {
  const child = linked(
    typeSection(instanceType(declExport("g", GLOBAL))),
    importSection(import1("lib", instanceDesc(0))),
    aliasSection(alias(0, "global", "g")),
  );
  const bytes = linked(
    moduleSection(child),
    importSection(import2("a", "h", GLOBAL), import2("a", "g", GLOBAL)),
    instanceSection(instance(0, named("unasked", "global", 1), named("lib", "instance", 0))),
  );
  t.equal(validate(bytes).instances.length, 2);
  t.end();
});

t.test("references outside of bodies are collected", (t) => {
  const bytes = moduleBytes({
    types: [func()],
    imports: [import2("a", "f", funcDesc(0))],
    funcs: [0, 0],
    exports: [named("e", "func", 2)],
    elements: [[1, 0, 1, 0]],
    bodies: [body(""), body("")],
  });
  t.same([...validate(bytes).referenced].sort(), [0, 2]);
  t.end();
});

function errorOf(bytes: Bytes): unknown {
  try {
    return validate(bytes);
  } catch (error) {
    return error;
  }
}

t.test("errors know the offset and the path", (t) => {
  const bad = moduleBytes({ types: [func()], funcs: [0], bodies: [body("", "i32.add", "drop")] });
  t.match(errorOf(linked(moduleSection(EMPTY, linked(moduleSection(bad))))), {
    path: "root/module[1]/module[0]/func[0]",
    // Preambles and the headers of two module sections end at 41, types at 47, functions at 51, the locals at 56.
    offset: 56,
    expected: "i32",
    found: "nothing on the stack",
  });
  t.match(errorOf(linked(importSection(import1("a", GLOBAL)), aliasSection(alias(0, "func", "f")))), {
    path: "root/alias[0]",
  });
  t.end();
});

t.test("a body can be validated by itself", (t) => {
  const parts = { types: [func()], funcs: [0, 0] };
  const good = validate(moduleBytes({ ...parts, bodies: [body(""), body("")] }));
  const { code } = decode(moduleBytes({ ...parts, bodies: [body(""), body("", "drop")] }));
  const module = { ...good, def: { ...good.def, code } };
  t.doesNotThrow(() => validateBody(module, 0, ALL_FEATURES));
  t.throws(() => validateBody(module, 1, ALL_FEATURES), { code: "type-mismatch", path: "root/func[1]" });
  t.end();
});

t.test("what only text can say", (t) => {
  const def = decode(EMPTY);
  const opaque = { kind: "opaque", bytes: new Uint8Array(0), count: 1 } as const;
  const check = (changes: Partial<ModuleDef>) => () =>
    validateModule({ ...def, ...changes }, { features: ALL_FEATURES });
  t.throws(check({ header: [{ item: "type", offset: 0, type: opaque }] }), { code: "opaque-type" });
  const element = { offset: 0, mode: "passive", table: 0, at: undefined, flags: 1 } as const;
  const items = { form: "funcs", indices: [] } as const;
  t.throws(check({ elements: [{ ...element, type: EXTERNREF, items }] }), { code: "functions-in-elements" });
  t.doesNotThrow(check({ elements: [{ ...element, type: FUNCREF, items }] }));
  const imported = (field: string | undefined) =>
    ({
      item: "import",
      offset: 0,
      module: "a",
      field,
      desc: { kind: "global", type: { type: 0x7f, mutable: false } },
    }) as const;
  const between = { item: "type", offset: 0, type: { kind: "func", params: [], results: [] } } as const;
  t.doesNotThrow(
    check({
      header: [imported(undefined), { ...imported("g"), module: "b" }, { ...imported("h"), module: "b" }],
    }),
  );
  t.throws(
    check({
      header: [
        { ...imported("g"), module: "b" },
        between,
        { ...imported("h"), module: "b" },
        imported(undefined),
      ],
    }),
    {
      code: "import-redefined",
    },
    "adjacent imports stand in for a section",
  );
  t.end();
});

t.test("a set of features is what is held against a module", (t) => {
  const two = decode(moduleBytes({ memories: [limits(0), limits(0)] }));
  t.throws(() => validateModule(two, { features: parseFeatures("2.0") }), { code: "multiple-memories" });
  t.equal(validateModule(two, { features: parseFeatures("2.0,multi-memory") }).memories.length, 2);
  t.end();
});
