// Modules that break the rules of definitions, segments, constant expressions and bodies, one rule each.

import type { OpName } from "../../model/index.ts";
import {
  body,
  type Bytes,
  code,
  func,
  global,
  globalDesc,
  import2,
  leb,
  limits,
  moduleBytes,
  type Parts,
  table,
  vec,
} from "./builder.ts";
import type { RuleCode } from "../rules.ts";
import type { Case } from "./linking-cases.ts";

export type Code = readonly (OpName | number)[];

export const BLOCK = 0x40;
const I32_BLOCK = 0x7f;
const I64 = 0x7e;

/** A module of one function of type 0, without parameters or results unless `types` says otherwise. */
export const one = (content: Code, parts: Parts = {}, locals = ""): Bytes =>
  moduleBytes({ types: [func()], funcs: [0], bodies: [body(locals, ...content)], ...parts });

export const bad = (
  rule: RuleCode,
  what: string,
  content: Code,
  parts: Parts = {},
  features?: string,
): Case => ({
  rule,
  what,
  bytes: one(content, parts),
  ...(features === undefined ? {} : { features }),
});

const returning = (...types: string[]): Parts => ({ types: types.map((signature) => func(signature)) });
const constant = (...parts: Code) => code(...parts);

// Segments: flags, then what they call for.
const ZERO = code("i32.const", 0);
const passiveData = [1, ...vec([[0]])];
const activeData = [0, ...ZERO, ...vec([[0]])];
const passiveFuncs = (...indices: number[]) => [1, 0, ...vec(indices.map(leb))];
const activeFuncs = (...indices: number[]) => [0, ...ZERO, ...vec(indices.map(leb))];
const passiveExprs = (type: number, ...exprs: Bytes[]) => [5, type, ...vec(exprs)];
const FUNCREF = 0x70;
const EXTERNREF = 0x6f;

const init = (type: string, ...parts: Code): Parts => ({ globals: [global(type, constant(...parts))] });

export const DEFINITION_CASES: readonly Case[] = [
  { rule: "unknown-function", what: "start", bytes: moduleBytes({ start: 0 }) },
  { rule: "start-type", what: "with a parameter", bytes: one([], { types: [func("i>")], start: 0 }) },
  {
    rule: "start-type",
    what: "with a result",
    bytes: one(["i32.const", 0], { types: [func(">i")], start: 0 }),
  },
  {
    rule: "unknown-function",
    what: "in an element segment",
    bytes: moduleBytes({ elements: [passiveFuncs(0)] }),
  },
  {
    rule: "unknown-function",
    what: "in an element expression",
    bytes: moduleBytes({ elements: [passiveExprs(FUNCREF, code("ref.func", 0))] }),
  },
  { rule: "unknown-table", what: "of an active segment", bytes: moduleBytes({ elements: [activeFuncs()] }) },
  {
    rule: "element-type-mismatch",
    what: "functions into a table of externref",
    bytes: moduleBytes({ tables: [table("e", 0)], elements: [activeFuncs()] }),
  },
  { rule: "unknown-memory", what: "of an active segment", bytes: moduleBytes({ data: [activeData] }) },
  {
    rule: "constant-required",
    what: "a nop",
    bytes: moduleBytes(init("i", "nop", "i32.const", 0)),
  },
  {
    rule: "constant-required",
    what: "arithmetic without extended-const",
    bytes: moduleBytes(init("i", "i32.const", 1, "i32.const", 2, "i32.add")),
    features: "2.0",
  },
  {
    rule: "constant-required",
    what: "a mutable global",
    bytes: moduleBytes({ imports: [import2("a", "g", globalDesc("i", 1))], ...init("i", "global.get", 0) }),
  },
  {
    rule: "constant-required",
    what: "a block in an offset",
    bytes: moduleBytes({
      memories: [limits(0)],
      data: [[0, ...code("block", BLOCK, "end", "i32.const", 0), 0]],
    }),
  },
  {
    rule: "unknown-global",
    what: "a global of the module's own in an initial value",
    bytes: moduleBytes({
      globals: [global("i", constant("i32.const", 0)), global("i", constant("global.get", 0))],
    }),
  },
  { rule: "type-mismatch", what: "initial value", bytes: moduleBytes(init("i", "i64.const", 0)) },
  { rule: "type-mismatch", what: "no initial value", bytes: moduleBytes(init("i")) },
  {
    rule: "values-remain",
    what: "two initial values",
    bytes: moduleBytes(init("i", "i32.const", 0, "i32.const", 0)),
  },
  {
    rule: "type-mismatch",
    what: "offset of a data segment",
    bytes: moduleBytes({ memories: [limits(0)], data: [[0, ...code("i64.const", 0), 0]] }),
  },
  {
    rule: "type-mismatch",
    what: "offset of an element segment",
    bytes: moduleBytes({ tables: [table("r", 0)], elements: [[0, ...code("i64.const", 0), 0]] }),
  },
  {
    rule: "type-mismatch",
    what: "element expression",
    bytes: moduleBytes({ elements: [passiveExprs(EXTERNREF, code("ref.null", FUNCREF))] }),
  },
];

const CATCH = 0;
const CATCH_REF = 1;
const CATCH_ALL = 2;
const TAG = { tags: [0] };

export const BODY_CASES: readonly Case[] = [
  // operands
  bad("type-mismatch", "an operand of another type", ["i64.const", 0, "i32.eqz", "drop"]),
  bad("type-mismatch", "the second operand", ["i64.const", 0, "i32.const", 0, "i32.add", "drop"]),
  bad("type-mismatch", "no operand", ["i32.eqz", "drop"]),
  bad("type-mismatch", "nothing to drop", ["drop"]),
  bad("type-mismatch", "an operand of the block around", ["i32.const", 0, "block", BLOCK, "drop", "end"]),
  bad("type-mismatch", "a typed operand in unreachable code", [
    "unreachable",
    "i64.const",
    0,
    "i32.eqz",
    "drop",
  ]),
  bad("type-mismatch", "no result", [], returning(">i")),
  bad("type-mismatch", "a result of another type", ["i64.const", 0], returning(">i")),
  bad("type-mismatch", "a branch without its value", ["block", I32_BLOCK, "br", 0, "end", "drop"]),
  bad(
    "type-mismatch",
    "a loop's label takes its parameters, not its results",
    ["i32.const", 0, "loop", 1, "drop", "br", 0, "end"],
    {
      types: [func(), func("i>")],
    },
  ),
  bad("type-mismatch", "br_table without its value", [
    "block",
    I32_BLOCK,
    "i32.const",
    0,
    "br_table",
    0,
    0,
    "end",
    "drop",
  ]),
  bad("type-mismatch", "br_table to a label of another type", [
    ...([
      "block",
      I64,
      "block",
      I32_BLOCK,
      "i32.const",
      0,
      "i32.const",
      0,
      "br_table",
      1,
      1,
      0,
      "end",
    ] as const),
    ...(["drop", "i64.const", 0, "end", "drop"] as const),
  ]),
  bad("type-mismatch", "a stored value", ["i32.const", 0, "i64.const", 0, "i32.store", 0, 0], {
    memories: [limits(0)],
  }),
  bad("type-mismatch", "an argument", ["i64.const", 0, "call", 0], returning("i>")),
  bad("type-mismatch", "a local", ["i32.const", 0, "local.set", 0], returning("j>")),
  bad(
    "type-mismatch",
    "a reference of another type",
    ["ref.null", EXTERNREF, "i32.const", 0, "table.grow", 0, "drop"],
    {
      tables: [table("r", 0)],
    },
  ),
  bad("type-mismatch", "the condition of an if", ["i64.const", 0, "if", BLOCK, "end"]),
  bad("type-mismatch", "operands of a select", [
    "i32.const",
    0,
    "i64.const",
    0,
    "i32.const",
    0,
    "select",
    "drop",
  ]),
  bad("type-mismatch", "an if's arm", [
    "i32.const",
    0,
    "if",
    I32_BLOCK,
    "else",
    "i32.const",
    0,
    "end",
    "drop",
  ]),
  bad("type-mismatch", "the payload of a throw", ["throw", 0], { types: [func(), func("i>")], tags: [1] }),
  bad("type-mismatch", "throw_ref of a number", ["i32.const", 0, "throw_ref"]),
  bad(
    "type-mismatch",
    "an index of a range",
    ["i32.const", 0, "i32.const", 0, "i64.const", 0, "memory.fill", 0],
    {
      memories: [limits(0)],
    },
  ),

  // blocks
  bad("values-remain", "at the end of the function", ["i32.const", 0]),
  bad("values-remain", "at the end of a block", ["block", BLOCK, "i32.const", 0, "end"]),
  bad("values-remain", "in unreachable code", ["unreachable", "i32.const", 0]),
  bad("if-without-else", "with a result", ["i32.const", 0, "if", I32_BLOCK, "i32.const", 0, "end", "drop"]),
  bad("block-type-index", "without multi-value", ["block", 0, "end"], {}, "mvp"),
  bad("unknown-type", "of a block", ["block", 1, "end"]),
  bad("function-type-expected", "of a block", ["block", 1, "end"], { types: [func(), [0x62, 0]] }),
  bad("misplaced-else", "in a block", ["block", BLOCK, "else", "end"]),
  bad("misplaced-else", "twice", ["i32.const", 0, "if", BLOCK, "else", "else", "end"]),
  bad("unknown-label", "of br", ["br", 1]),
  bad("unknown-label", "of br_if", ["i32.const", 0, "br_if", 1]),
  bad("unknown-label", "the default of br_table", ["i32.const", 0, "br_table", 1, 0, 1]),
  bad("unknown-label", "of br_table", ["i32.const", 0, "br_table", 1, 1, 0]),
  bad("label-arity", "of br_table", [
    "block",
    I32_BLOCK,
    "i32.const",
    0,
    "i32.const",
    0,
    "br_table",
    1,
    0,
    1,
    "end",
    "drop",
  ]),

  // calls
  bad("unknown-function", "called", ["call", 1]),
  bad("unknown-table", "called through", ["i32.const", 0, "call_indirect", 0, 0]),
  bad("unknown-type", "called", ["i32.const", 0, "call_indirect", 1, 0], { tables: [table("r", 0)] }),
  bad("funcref-table-expected", "called through", ["i32.const", 0, "call_indirect", 0, 0], {
    tables: [table("e", 0)],
  }),
  bad("return-call-type", "direct", ["return_call", 0], {
    types: [func(), func(">i")],
    funcs: [0, 1],
    bodies: [body(""), body("", "return_call", 0)],
  }),
  bad("return-call-type", "indirect", ["i32.const", 0, "return_call_indirect", 1, 0], {
    types: [func(), func(">i")],
    tables: [table("r", 0)],
  }),

  // parametric, locals, globals, references
  bad("select-arity", "none", ["i32.const", 0, "i32.const", 0, "i32.const", 0, "select_t", 0, "drop"]),
  bad("select-arity", "two", ["unreachable", "select_t", 2, I32_BLOCK, I32_BLOCK, "drop", "drop"]),
  bad("select-reference", "both", [
    "ref.null",
    FUNCREF,
    "ref.null",
    FUNCREF,
    "i32.const",
    0,
    "select",
    "drop",
  ]),
  bad("select-reference", "one, in unreachable code", [
    "unreachable",
    "ref.null",
    FUNCREF,
    "i32.const",
    0,
    "select",
    "drop",
  ]),
  bad("unknown-local", "none", ["local.get", 0, "drop"]),
  bad("unknown-local", "one past the parameters", ["local.get", 1, "drop"], returning("i>")),
  bad("unknown-global", "read", ["global.get", 0, "drop"]),
  bad("unknown-global", "set", ["i32.const", 0, "global.set", 0]),
  bad("immutable-global", "set", ["i32.const", 0, "global.set", 0], init("i", "i32.const", 0)),
  bad("reference-expected", "a number", ["i32.const", 0, "ref.is_null", "drop"]),
  bad("unknown-function", "referred to", ["ref.func", 1, "drop"]),
  bad("undeclared-reference", "to itself", ["ref.func", 0, "drop"]),
  bad("undeclared-reference", "the start function", ["ref.func", 0, "drop"], { start: 0 }),

  // tables and segments
  bad("unknown-table", "read", ["i32.const", 0, "table.get", 0, "drop"]),
  bad("unknown-element", "dropped", ["elem.drop", 0]),
  bad("unknown-element", "initialised from", ["unreachable", "table.init", 0, 0], {
    tables: [table("r", 0)],
  }),
  bad("tables-differ", "copied", ["unreachable", "table.copy", 0, 1], {
    tables: [table("r", 0), table("e", 0)],
  }),
  bad("tables-differ", "initialised", ["unreachable", "table.init", 0, 0], {
    tables: [table("e", 0)],
    elements: [passiveFuncs()],
  }),

  // memories
  bad("unknown-memory", "read", ["i32.const", 0, "i32.load", 0, 0, "drop"]),
  bad("unknown-memory", "the second", ["i32.const", 0, "i32.load", 0x40, 1, 0, "drop"], {
    memories: [limits(0)],
  }),
  bad("unknown-memory", "size", ["memory.size", 0, "drop"]),
  bad("unknown-memory", "copied to", ["unreachable", "memory.copy", 1, 0], { memories: [limits(0)] }),
  bad("unknown-memory", "copied from", ["unreachable", "memory.copy", 0, 1], { memories: [limits(0)] }),
  bad("misaligned-access", "a byte", ["i32.const", 0, "i32.load8_u", 1, 0, "drop"], {
    memories: [limits(0)],
  }),
  bad("misaligned-access", "a double", ["i32.const", 0, "f64.load", 4, 0, "drop"], { memories: [limits(0)] }),
  bad("data-count-required", "memory.init", ["unreachable", "memory.init", 0, 0], {
    memories: [limits(0)],
    data: [passiveData],
  }),
  bad("unknown-data", "dropped", ["data.drop", 1], { dataCount: 1, data: [passiveData] }),

  // exceptions
  bad("unknown-tag", "thrown", ["throw", 0]),
  bad("unknown-tag", "caught", ["try_table", BLOCK, 1, CATCH, 0, 0, "end"]),
  bad("unknown-label", "of a clause, which stands outside of the block", [
    "try_table",
    BLOCK,
    1,
    CATCH_ALL,
    1,
    "end",
  ]),
  bad("catch-type", "the label takes nothing", ["try_table", BLOCK, 1, CATCH_REF, 0, 0, "end"], TAG),
  bad(
    "catch-type",
    "the label takes a payload",
    ["block", I32_BLOCK, "try_table", BLOCK, 1, CATCH, 0, 0, "end", "i32.const", 0, "end", "drop"],
    TAG,
  ),
  bad("misplaced-catch", "in a block", ["block", BLOCK, "catch", 0, "end"], TAG),
  bad("misplaced-catch", "after catch_all", ["try", BLOCK, "catch_all", "catch", 0, "end"], TAG),
  bad("misplaced-catch", "delegate after catch", ["try", BLOCK, "catch_all", "delegate", 0]),
  bad("unknown-label", "of delegate, past the function", ["try", BLOCK, "delegate", 1]),
  bad("rethrow-label", "a block", ["block", BLOCK, "rethrow", 0, "end"]),
  bad("rethrow-label", "the try itself, before its catch", ["try", BLOCK, "rethrow", 0, "catch_all", "end"]),
  bad("unknown-label", "of rethrow", ["rethrow", 1]),
];

/** Modules that stand close to the rules and break none. */
export const VALID_BODIES: readonly { readonly what: string; readonly bytes: Bytes }[] = [
  {
    what: "operands of any type in unreachable code",
    bytes: one(["unreachable", "i32.add", "drop", "select", "drop"]),
  },
  {
    what: "a loop whose label takes its parameters",
    bytes: one(["i32.const", 0, "loop", 1, "br", 0, "end"], { types: [func(), func("i>")] }),
  },
  {
    what: "br_table to labels of differing types, in unreachable code",
    bytes: one([
      ...([
        "block",
        I64,
        "block",
        I32_BLOCK,
        "unreachable",
        "i32.const",
        0,
        "br_table",
        1,
        1,
        0,
        "end",
      ] as const),
      ...(["drop", "i64.const", 0, "end", "drop"] as const),
    ]),
  },
  {
    what: "an if whose parameters are its results",
    bytes: one(["i64.const", 0, "i32.const", 0, "if", 1, "end", "drop"], {
      types: [func(), func("j>j")],
    }),
  },
  {
    what: "the natural alignment, and a second memory",
    bytes: one(["i32.const", 0, "f64.load", 0x43, 1, 0, "drop"], { memories: [limits(0), limits(0)] }),
  },
  {
    what: "catch clauses that pass what their labels take",
    bytes: one(
      [
        ...([
          "block",
          2,
          "try_table",
          BLOCK,
          1,
          CATCH_REF,
          0,
          0,
          "end",
          "unreachable",
          "end",
          "drop",
          "drop",
        ] as const),
      ],
      { types: [func(), func("i>"), func(">ix")], tags: [1] },
    ),
  },
  {
    what: "a legacy try with clauses, rethrow and delegate",
    bytes: one(
      [
        ...([
          "try",
          I32_BLOCK,
          "i32.const",
          0,
          "catch",
          0,
          "catch_all",
          "rethrow",
          0,
          "end",
          "drop",
        ] as const),
        ...(["try", BLOCK, "try", BLOCK, "delegate", 0, "end", "try", BLOCK, "delegate", 0] as const),
      ],
      { types: [func(), func("i>")], tags: [1] },
    ),
  },
  {
    what: "a function referred to by an export, a segment or a global",
    bytes: moduleBytes({
      types: [func()],
      funcs: [0, 0, 0],
      globals: [global("r", code("ref.func", 1))],
      exports: [[...vec([[0x66]]), 0, 0]],
      elements: [passiveFuncs(2)],
      bodies: [
        body("", "ref.func", 0, "drop", "ref.func", 1, "drop", "ref.func", 2, "drop"),
        body(""),
        body(""),
      ],
    }),
  },
  {
    what: "extended constants over an imported global",
    bytes: moduleBytes({
      imports: [import2("a", "g", globalDesc("j"))],
      globals: [global("j", code("global.get", 0, "i64.const", 2, "i64.mul"))],
    }),
  },
];
