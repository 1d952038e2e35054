// Modules that break the rules of types, imports, exports and linking, one rule each.

import {
  alias,
  aliasSection,
  type Bytes,
  body,
  code,
  declExport,
  declImport,
  declOuter,
  func,
  funcDesc,
  global,
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
  table,
  tableDesc,
  tagDesc,
  typeSection,
} from "./builder.ts";
import type { RuleCode } from "../rules.ts";

/** A module and the rule it breaks. */
export interface Case {
  readonly rule: RuleCode;
  /** What about it breaks the rule. */
  readonly what: string;
  readonly bytes: Bytes;
  /** A list as of the command line; `all` where absent. */
  readonly features?: string;
  readonly strict?: boolean;
}

const EMPTY = moduleBytes({});
const GLOBAL = globalDesc("i");
const FUNC = typeSection(func());

/** n types, each with the one before it twice: 2^n items with sharing undone. */
const doubling = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    i === 0
      ? instanceType(declExport("a", GLOBAL), declExport("b", GLOBAL))
      : instanceType(declOuter(0, i - 1), declExport("a", instanceDesc(0)), declExport("b", instanceDesc(0))),
  );

/** n types, each with the one before it as a part: depth n. */
const nesting = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    i === 0 ? instanceType() : instanceType(declOuter(0, i - 1), declExport("a", instanceDesc(0))),
  );

/** n modules, each of which makes two instances of the one before it. */
const multiplying = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    moduleSection(
      i === 0 ? EMPTY : linked(aliasSection(outer(0, i - 1, 5)), instanceSection(instance(0), instance(0))),
    ),
  );

const instanceOf = (desc: Bytes) => [
  typeSection(func(), instanceType(declOuter(0, 0), declExport("e", desc))),
  importSection(import1("i", instanceDesc(1))),
];

/** A module import whose type imports `desc`, given an import `actual` as its argument. */
const argument = (desc: Bytes, actual: Bytes, kind: Parameters<typeof named>[1]) =>
  linked(
    typeSection(
      func(),
      func("i>"),
      instanceType(),
      moduleType(),
      moduleType(declImport(import1("x", GLOBAL))),
    ),
    typeSection(
      moduleType(
        declOuter(0, 0),
        declOuter(0, 1),
        declOuter(0, 2),
        declOuter(0, 3),
        declImport(import1("a", desc)),
      ),
    ),
    importSection(import1("m", moduleDesc(5)), import1("a", actual)),
    instanceSection(instance(0, named("a", kind, kind === "module" ? 1 : 0))),
  );

export const LINKING_CASES: readonly Case[] = [
  // types
  {
    rule: "unknown-type",
    what: "of an import",
    bytes: linked(importSection(import1("a", funcDesc(0)))),
  },
  { rule: "unknown-type", what: "of a function", bytes: moduleBytes({ funcs: [0], bodies: [body("")] }) },
  {
    rule: "unknown-type",
    what: "an export in a type does not see the enclosing module's types",
    bytes: linked(FUNC, typeSection(instanceType(declExport("f", funcDesc(0))))),
  },
  {
    rule: "function-type-expected",
    what: "a function of an instance type",
    bytes: moduleBytes({ types: [instanceType()], funcs: [0], bodies: [body("")] }),
  },
  {
    rule: "module-type-expected",
    what: "a module of a function type",
    bytes: linked(FUNC, importSection(import1("m", moduleDesc(0)))),
  },
  {
    rule: "instance-type-expected",
    what: "an instance of a module type",
    bytes: linked(typeSection(moduleType()), importSection(import1("i", instanceDesc(0)))),
  },
  {
    rule: "limits-inverted",
    what: "of a table",
    bytes: moduleBytes({ tables: [table("r", 2, 1)] }),
  },
  { rule: "limits-inverted", what: "of a memory", bytes: moduleBytes({ memories: [limits(2, 1)] }) },
  {
    rule: "limits-inverted",
    what: "of a table in a type",
    bytes: linked(typeSection(instanceType(declExport("t", tableDesc("r", 2, 1))))),
  },
  { rule: "memory-too-large", what: "minimum", bytes: moduleBytes({ memories: [limits(65537)] }) },
  { rule: "memory-too-large", what: "maximum", bytes: moduleBytes({ memories: [limits(0, 65537)] }) },
  {
    rule: "memory-too-large",
    what: "of an import",
    bytes: moduleBytes({ imports: [import2("a", "b", memoryDesc(65537))] }),
  },
  { rule: "tag-with-results", what: "own", bytes: moduleBytes({ types: [func(">i")], tags: [0] }) },
  {
    rule: "tag-with-results",
    what: "imported",
    bytes: moduleBytes({ types: [func(">i")], imports: [import2("a", "b", tagDesc(0))] }),
  },
  { rule: "type-too-large", what: "2^20 items in 20 types", bytes: linked(typeSection(...doubling(20))) },
  {
    rule: "type-too-large",
    what: "the module's own, which has a type of half the bound twice",
    bytes: linked(
      typeSection(...doubling(18)),
      importSection(...["a", "b", "c"].map((text) => import1(text, instanceDesc(17)))),
      importSection(...["d", "e", "f"].map((text) => import1(text, instanceDesc(17)))),
    ),
  },
  { rule: "type-too-deep", what: "1001 levels by reuse", bytes: linked(typeSection(...nesting(1001))) },

  // imports and exports
  {
    rule: "duplicate-import",
    what: "one-level",
    bytes: linked(importSection(import1("a", GLOBAL), import1("a", GLOBAL))),
  },
  {
    rule: "duplicate-import",
    what: "two-level, strict",
    bytes: moduleBytes({ imports: [import2("a", "b", GLOBAL), import2("a", "b", GLOBAL)] }),
    strict: true,
  },
  {
    rule: "duplicate-import",
    what: "two-level, where linking is used",
    bytes: linked(moduleSection(EMPTY), importSection(import2("a", "b", GLOBAL), import2("a", "b", GLOBAL))),
  },
  {
    rule: "duplicate-import",
    what: "in a module type",
    bytes: linked(
      typeSection(moduleType(declImport(import1("a", GLOBAL)), declImport(import1("a", GLOBAL)))),
    ),
  },
  {
    rule: "duplicate-import",
    what: "in a nested module that uses no linking itself",
    bytes: linked(
      moduleSection(moduleBytes({ imports: [import2("a", "b", GLOBAL), import2("a", "b", GLOBAL)] })),
    ),
  },
  {
    rule: "import-redefined",
    what: "one-level after two-level",
    bytes: linked(importSection(import2("a", "b", GLOBAL), import1("a", GLOBAL))),
  },
  {
    rule: "import-redefined",
    what: "two-level after one-level",
    bytes: linked(importSection(import1("a", GLOBAL), import2("a", "b", GLOBAL))),
  },
  {
    rule: "import-redefined",
    what: "two-level in the next section",
    bytes: linked(
      importSection(import2("a", "b", GLOBAL)),
      moduleSection(EMPTY),
      importSection(import2("a", "c", GLOBAL)),
    ),
  },
  {
    rule: "import-redefined",
    what: "two-level in the next section, which follows at once",
    bytes: linked(
      moduleSection(EMPTY),
      importSection(import2("a", "b", GLOBAL)),
      importSection(import2("a", "c", GLOBAL)),
    ),
  },
  {
    rule: "duplicate-export",
    what: "of a module",
    bytes: moduleBytes({ memories: [limits(0)], exports: [named("a", "memory"), named("a", "memory")] }),
  },
  {
    rule: "duplicate-export",
    what: "of a type",
    bytes: linked(typeSection(instanceType(declExport("a", GLOBAL), declExport("a", GLOBAL)))),
  },
  {
    rule: "mutable-global-boundary",
    what: "imported",
    bytes: moduleBytes({ imports: [import2("a", "b", globalDesc("i", 1))] }),
    features: "mvp",
  },
  {
    rule: "mutable-global-boundary",
    what: "exported",
    bytes: moduleBytes({ globals: [global("i", code("i32.const", 0), 1)], exports: [named("g", "global")] }),
    features: "mvp",
  },

  // index spaces
  ...(["func", "table", "memory", "global", "tag", "module", "instance"] as const).map((kind) => ({
    rule: `unknown-${kind === "func" ? "function" : kind}` as RuleCode,
    what: "exported",
    bytes: moduleBytes({ exports: [named("e", kind)] }),
  })),
  {
    rule: "unknown-module",
    what: "instantiated",
    bytes: linked(instanceSection(instance(0))),
  },
  {
    rule: "unknown-instance",
    what: "aliased",
    bytes: linked(aliasSection(alias(0, "func", "f"))),
  },
  {
    rule: "unknown-function",
    what: "an argument, though nobody asks for it",
    bytes: linked(moduleSection(EMPTY), instanceSection(instance(0, named("x", "func")))),
  },
  {
    rule: "multiple-memories",
    what: "own",
    bytes: moduleBytes({ memories: [limits(0), limits(0)] }),
    features: "2.0",
  },
  {
    rule: "multiple-memories",
    what: "imported and own",
    bytes: moduleBytes({ imports: [import2("a", "b", memoryDesc(0))], memories: [limits(0)] }),
    features: "2.0",
  },
  {
    rule: "multiple-tables",
    what: "own",
    bytes: moduleBytes({ tables: [table("r", 0), table("r", 0)] }),
    features: "mvp",
  },
  {
    rule: "space-too-large",
    what: "60 imported memories and 60 own",
    bytes: moduleBytes({
      imports: Array.from({ length: 60 }, (_, i) => import2("a", String(i), memoryDesc(0))),
      memories: Array.from({ length: 60 }, () => limits(0)),
    }),
  },

  // linking
  { rule: "alias-depth", what: "of a module, at top level", bytes: linked(aliasSection(outer(0, 0, 5))) },
  { rule: "alias-depth", what: "of a type, at top level", bytes: linked(FUNC, aliasSection(outer(0, 0, 7))) },
  {
    rule: "alias-depth",
    what: "one more than there are modules around",
    bytes: linked(moduleSection(linked(aliasSection(outer(1, 0, 5))))),
  },
  {
    rule: "alias-depth",
    what: "inside a type, past the root",
    bytes: linked(FUNC, typeSection(instanceType(declOuter(1, 0)))),
  },
  {
    rule: "outer-alias-unknown",
    what: "a module that comes later",
    bytes: linked(moduleSection(linked(aliasSection(outer(0, 0, 5)))), moduleSection(EMPTY)),
  },
  {
    rule: "outer-alias-unknown",
    what: "a type that comes later",
    bytes: linked(moduleSection(linked(aliasSection(outer(0, 0, 7)))), FUNC),
  },
  {
    rule: "outer-alias-unknown",
    what: "a type inside a type: itself",
    bytes: linked(typeSection(instanceType(declOuter(0, 0)))),
  },
  {
    rule: "outer-alias-kind",
    what: "a function",
    bytes: linked(
      FUNC,
      importSection(import1("f", funcDesc(0))),
      moduleSection(linked(aliasSection(outer(0, 0, 0)))),
    ),
  },
  {
    rule: "outer-alias-kind",
    what: "a module inside a type",
    bytes: linked(moduleSection(EMPTY), typeSection(instanceType(declOuter(0, 0, 5)))),
  },
  {
    rule: "alias-unknown-export",
    what: "another name",
    bytes: linked(...instanceOf(funcDesc(0)), aliasSection(alias(0, "func", "f"))),
  },
  {
    rule: "alias-unknown-export",
    what: "a name of Object.prototype",
    bytes: linked(...instanceOf(funcDesc(0)), aliasSection(alias(0, "func", "constructor"))),
  },
  {
    rule: "alias-kind-mismatch",
    what: "a function as a global",
    bytes: linked(...instanceOf(funcDesc(0)), aliasSection(alias(0, "global", "e"))),
  },
  {
    rule: "duplicate-argument",
    what: "of an instance without imports",
    bytes: linked(
      moduleSection(EMPTY),
      instanceSection(instance(0, named("x", "module"), named("x", "module"))),
    ),
  },
  {
    rule: "missing-argument",
    what: "a one-level import",
    bytes: linked(moduleSection(linked(importSection(import1("g", GLOBAL)))), instanceSection(instance(0))),
  },
  {
    rule: "missing-argument",
    what: "two-level imports ask for an instance of the module name",
    bytes: linked(
      moduleSection(moduleBytes({ imports: [import2("a", "g", GLOBAL)] })),
      instanceSection(instance(0)),
    ),
  },
  { rule: "argument-mismatch", what: "function types", bytes: argument(funcDesc(0), funcDesc(1), "func") },
  { rule: "argument-mismatch", what: "tag types", bytes: argument(tagDesc(0), tagDesc(1), "tag") },
  { rule: "argument-mismatch", what: "kinds", bytes: argument(funcDesc(0), GLOBAL, "global") },
  { rule: "argument-mismatch", what: "global types", bytes: argument(GLOBAL, globalDesc("j"), "global") },
  { rule: "argument-mismatch", what: "mutability", bytes: argument(GLOBAL, globalDesc("i", 1), "global") },
  {
    rule: "argument-mismatch",
    what: "element types",
    bytes: argument(tableDesc("r", 0), tableDesc("e", 0), "table"),
  },
  { rule: "argument-mismatch", what: "minimum", bytes: argument(memoryDesc(2), memoryDesc(1), "memory") },
  {
    rule: "argument-mismatch",
    what: "no maximum",
    bytes: argument(memoryDesc(1, 2), memoryDesc(1), "memory"),
  },
  {
    rule: "argument-mismatch",
    what: "maximum",
    bytes: argument(tableDesc("r", 1, 2), tableDesc("r", 1, 3), "table"),
  },
  {
    rule: "argument-mismatch",
    what: "an instance without the export",
    bytes: linked(
      typeSection(instanceType(declExport("g", GLOBAL)), instanceType()),
      typeSection(moduleType(declOuter(0, 0), declImport(import1("a", instanceDesc(0))))),
      importSection(import1("m", moduleDesc(2)), import1("i", instanceDesc(1))),
      instanceSection(instance(0, named("a", "instance"))),
    ),
  },
  {
    rule: "argument-mismatch",
    what: "a module that imports more than is given",
    bytes: argument(moduleDesc(3), moduleDesc(4), "module"),
  },
  {
    rule: "argument-mismatch",
    what: "a module that imports something else under the name",
    bytes: linked(
      typeSection(
        moduleType(declImport(import1("x", GLOBAL))),
        moduleType(declImport(import1("x", globalDesc("j")))),
        moduleType(declOuter(0, 0), declImport(import1("a", moduleDesc(0)))),
      ),
      importSection(import1("m", moduleDesc(2)), import1("n", moduleDesc(1))),
      instanceSection(instance(0, named("a", "module", 1))),
    ),
  },
  {
    rule: "too-many-instances",
    what: "2^17 from 18 modules",
    bytes: linked(...multiplying(18)),
  },
];
