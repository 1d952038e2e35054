// The errors of validation, one factory a rule of rules.ts.

import { type ErrorDetails, invalid, malformed, type MortiseError, overLimit } from "../base/index.ts";
import { type ValType, valTypeName } from "../model/index.ts";
import type { RuleCode } from "./rules.ts";

type Maker = (code: string, reason: string, details?: ErrorDetails) => MortiseError;

/** Ties an error to a row of the table of rules. */
const broken = (code: RuleCode, reason: string, details: ErrorDetails, make: Maker = invalid): MortiseError =>
  make(code, reason, details);

const quoted = (name: string) => JSON.stringify(name);
const typeNames = (types: readonly ValType[]) => `[${types.map(valTypeName).join(" ")}]`;

// Types.

export const unknownType = (index: number, offset?: number) =>
  broken("unknown-type", `unknown type ${index}: type index out of bounds`, { offset });
export const functionTypeExpected = (index: number, found: string, offset?: number) =>
  broken("function-type-expected", `type index is not a function type (type ${index})`, { offset, found });
export const moduleTypeExpected = (index: number, found: string, offset?: number) =>
  broken("module-type-expected", `type index is not a module type (type ${index})`, { offset, found });
export const instanceTypeExpected = (index: number, found: string, offset?: number) =>
  broken("instance-type-expected", `type index is not an instance type (type ${index})`, { offset, found });
export const opaqueType = (offset: number) =>
  broken("opaque-type", "a type of a proposal that is not supported yet", { offset });
export const limitsInverted = (offset?: number) =>
  broken("limits-inverted", "size minimum must not be greater than maximum", { offset });
export const memoryTooLarge = (pages: number, offset?: number) =>
  broken("memory-too-large", "memory size must be at most 65536 pages (4GiB)", {
    offset,
    found: `${pages} pages`,
  });
export const tagWithResults = (offset?: number) =>
  broken("tag-with-results", "non-empty tag result type", { offset });
export const typeTooLarge = (limit: number, offset?: number) =>
  broken(
    "type-too-large",
    "effective type size too large",
    { offset, expected: `at most ${limit} items` },
    overLimit,
  );
export const typeTooDeep = (limit: number, offset?: number) =>
  broken(
    "type-too-deep",
    "types nested too deeply",
    { offset, expected: `at most ${limit} levels` },
    overLimit,
  );

// Imports and exports.

export const duplicateImport = (name: string, offset: number) =>
  broken("duplicate-import", `duplicate import name ${name}`, { offset });
export const importRedefined = (name: string, offset: number) =>
  broken("import-redefined", `cannot define the import ${quoted(name)} twice`, { offset });
export const duplicateExport = (name: string, offset: number) =>
  broken("duplicate-export", `duplicate export name ${quoted(name)}`, { offset });
export const mutableGlobalBoundary = (offset?: number) =>
  broken("mutable-global-boundary", "mutable globals cannot be imported or exported", { offset });

// Index spaces.

const unknown = (code: RuleCode, what: string) => (index: number, offset?: number) =>
  broken(code, `unknown ${what} ${index}`, { offset });

export const unknownFunction = unknown("unknown-function", "function");
export const unknownTable = unknown("unknown-table", "table");
export const unknownMemory = unknown("unknown-memory", "memory");
export const unknownGlobal = unknown("unknown-global", "global");
export const unknownTag = unknown("unknown-tag", "tag");
export const unknownModule = unknown("unknown-module", "module");
export const unknownInstance = unknown("unknown-instance", "instance");
export const unknownLocal = unknown("unknown-local", "local");
export const unknownLabel = unknown("unknown-label", "label");
export const unknownElement = unknown("unknown-element", "elem segment");
export const unknownData = unknown("unknown-data", "data segment");

/** The error for an index of a kind that is out of range. */
export const UNKNOWN = {
  func: unknownFunction,
  table: unknownTable,
  memory: unknownMemory,
  global: unknownGlobal,
  tag: unknownTag,
  module: unknownModule,
  instance: unknownInstance,
} as const;

export const multipleMemories = (offset?: number) =>
  broken("multiple-memories", 'multiple memories need the feature "multi-memory"', { offset });
export const multipleTables = (offset?: number) =>
  broken("multiple-tables", 'multiple tables need the feature "reference-types"', { offset });
export const spaceTooLarge = (what: string, limit: number, offset?: number) =>
  broken("space-too-large", `too many ${what}s`, { offset, expected: `at most ${limit}` }, overLimit);

// Linking.

export const aliasDepth = (depth: number, enclosing: number, offset: number) =>
  broken("alias-depth", `relative depth too large: ${depth}`, { offset, expected: `less than ${enclosing}` });
export const outerAliasUnknown = (what: string, index: number, offset: number) =>
  broken("outer-alias-unknown", `alias to ${what} ${index} not defined in the outer module yet`, { offset });
export const outerAliasKind = (kind: string, offset: number) =>
  broken("outer-alias-kind", "invalid external kind in alias", { offset, found: kind });
export const aliasUnknownExport = (name: string, offset: number) =>
  broken("alias-unknown-export", `aliased name ${quoted(name)} does not exist in instance`, { offset });
export const aliasKindMismatch = (name: string, expected: string, found: string, offset: number) =>
  broken("alias-kind-mismatch", `alias kind mismatch with export kind of ${quoted(name)}`, {
    offset,
    expected,
    found,
  });
export const duplicateArgument = (name: string, offset: number) =>
  broken("duplicate-argument", `duplicate argument ${quoted(name)}`, { offset });
export const missingArgument = (name: string, expected: string, offset: number) =>
  broken("missing-argument", `no import named ${quoted(name)} is given`, { offset, expected });
export const argumentMismatch = (where: string, expected: string, found: string, offset: number) =>
  broken("argument-mismatch", `incompatible import type for ${where}`, { offset, expected, found });
export const tooManyInstances = (limit: number, offset: number) =>
  broken("too-many-instances", "too many instances", { offset, expected: `at most ${limit}` }, overLimit);

// The module's own sections.

export const constantRequired = (offset: number) =>
  broken("constant-required", "constant expression required", { offset });
export const elementTypeMismatch = (expected: ValType, found: ValType, offset: number) =>
  broken("element-type-mismatch", "type mismatch: the segment's type is not the table's", {
    offset,
    expected: valTypeName(expected),
    found: valTypeName(found),
  });
export const functionsInElements = (found: ValType, offset: number) =>
  broken("functions-in-elements", "type mismatch: function indices are funcref", {
    offset,
    found: valTypeName(found),
  });
export const startType = (offset: number) => broken("start-type", "invalid start function type", { offset });

// Bodies.

export const typeMismatch = (expected: ValType, found: ValType, offset: number) =>
  broken("type-mismatch", "type mismatch", {
    offset,
    expected: valTypeName(expected),
    found: valTypeName(found),
  });
export const operandMissing = (expected: ValType | undefined, offset: number) =>
  broken("type-mismatch", "type mismatch", {
    offset,
    expected: expected === undefined ? "a value" : valTypeName(expected),
    found: "nothing on the stack",
  });
export const valuesRemain = (count: number, offset: number) =>
  broken(
    "values-remain",
    `type mismatch: ${count} value${count > 1 ? "s" : ""} remaining on stack at end of block`,
    {
      offset,
    },
  );
export const ifWithoutElse = (params: readonly ValType[], results: readonly ValType[], offset: number) =>
  broken("if-without-else", "type mismatch: `if` without `else`", {
    offset,
    expected: typeNames(results),
    found: typeNames(params),
  });
export const labelArity = (expected: number, found: number, offset: number) =>
  broken("label-arity", "type mismatch: br_table targets have different numbers of types", {
    offset,
    expected: String(expected),
    found: String(found),
  });
export const selectArity = (found: number, offset: number) =>
  broken("select-arity", "invalid result arity", { offset, expected: "1", found: String(found) });
export const selectReference = (found: ValType, offset: number) =>
  broken("select-reference", "type mismatch: untyped select of references", {
    offset,
    found: valTypeName(found),
  });
export const referenceExpected = (found: ValType, offset: number) =>
  broken("reference-expected", "type mismatch: invalid reference type", {
    offset,
    found: valTypeName(found),
  });
export const misalignedAccess = (found: number, natural: number, offset: number) =>
  broken("misaligned-access", "alignment must not be larger than natural", {
    offset,
    expected: `at most ${natural}`,
    found: String(2 ** found),
  });
export const immutableGlobal = (index: number, offset: number) =>
  broken("immutable-global", `global is immutable: global ${index} cannot be set`, { offset });
export const undeclaredReference = (index: number, offset: number) =>
  broken("undeclared-reference", `undeclared function reference ${index}`, { offset });
export const dataCountRequired = (offset: number) =>
  broken("data-count-required", "data count section required", { offset }, malformed);
export const funcrefTableExpected = (found: ValType, offset: number) =>
  broken("funcref-table-expected", "type mismatch: indirect calls must go through a table of functions", {
    offset,
    expected: "funcref",
    found: valTypeName(found),
  });
export const tablesDiffer = (expected: ValType, found: ValType, offset: number) =>
  broken("tables-differ", "type mismatch between tables or segments", {
    offset,
    expected: valTypeName(expected),
    found: valTypeName(found),
  });
export const returnCallType = (expected: readonly ValType[], found: readonly ValType[], offset: number) =>
  broken(
    "return-call-type",
    "type mismatch: current function requires other results than the tail call gives",
    {
      offset,
      expected: typeNames(expected),
      found: typeNames(found),
    },
  );
export const blockTypeIndex = (offset: number) =>
  broken("block-type-index", 'block types by index need the feature "multi-value"', { offset });
export const misplacedElse = (offset: number) =>
  broken("misplaced-else", "`else` found outside of an `if` block", { offset }, malformed);
export const misplacedCatch = (what: string, offset: number) =>
  broken("misplaced-catch", `\`${what}\` found outside of a \`try\` block`, { offset }, malformed);
export const rethrowLabel = (label: number, offset: number) =>
  broken("rethrow-label", `invalid rethrow label ${label}`, { offset });
export const catchType = (expected: readonly ValType[], found: readonly ValType[], offset: number) =>
  broken("catch-type", "type mismatch: the label of a catch clause takes other types", {
    offset,
    expected: typeNames(expected),
    found: typeNames(found),
  });
