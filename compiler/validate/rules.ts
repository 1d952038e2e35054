// The table of validation rules: one row a rule, one factory of errors.ts a row. Tests walk it, so that a rule
// without a test is noticed, and so does the mutation test, which switches each rule off in turn.

export interface Rule {
  /** Where it is written: a section of the WebAssembly specification, or a rule of LINKING.md (ML). */
  readonly section: string;
  /** What is demanded. */
  readonly what: string;
}

const rule = (section: string, what: string): Rule => ({ section, what });

export const RULES = {
  // types
  "unknown-type": rule("3.2", "type indices are in range"),
  "function-type-expected": rule("ML 3", "functions, blocks, tags and indirect calls name a function type"),
  "module-type-expected": rule("ML 3", "import descriptor 5 names a module type"),
  "instance-type-expected": rule("ML 3", "import descriptor 6 names an instance type"),
  "opaque-type": rule("3.2", "types of proposals that are not built cannot be used"),
  "limits-inverted": rule("3.2.1", "a minimum is not greater than its maximum"),
  "memory-too-large": rule("3.2.5", "a memory has at most 65536 pages"),
  "tag-with-results": rule("3.2 (exceptions)", "the type of a tag has no results"),
  "type-too-large": rule("ML 11", "the size of a type, sharing undone, is bounded"),
  "type-too-deep": rule("ML 11", "the nesting of a type is bounded"),
  // imports and exports
  "duplicate-import": rule("ML 2", "no two imports share a name"),
  "import-redefined": rule(
    "ML 1, 2",
    "an implicit instance is not extended by another section or one-level import",
  ),
  "duplicate-export": rule("3.4.10, ML 2", "export names are unique, in types too"),
  "mutable-global-boundary": rule(
    "3.4.8",
    "without mutable-globals no mutable global is imported or exported",
  ),
  // index spaces
  "unknown-function": rule("3.3, 3.4", "function indices are in range"),
  "unknown-table": rule("3.3, 3.4", "table indices are in range"),
  "unknown-memory": rule("3.3, 3.4", "memory indices are in range"),
  "unknown-global": rule("3.3, 3.4", "global indices are in range; constants see imported globals only"),
  "unknown-tag": rule("3.3 (exceptions)", "tag indices are in range"),
  "unknown-module": rule("ML 7", "module indices are in range"),
  "unknown-instance": rule("ML 6", "instance indices are in range"),
  "unknown-local": rule("3.3.5", "local indices are in range"),
  "unknown-label": rule("3.3.8", "labels are in range"),
  "unknown-element": rule("3.3.6", "element segment indices are in range"),
  "unknown-data": rule("3.3.7", "data segment indices are in range"),
  "multiple-memories": rule("3.4.10", "without multi-memory a module has at most one memory"),
  "multiple-tables": rule("3.4.10", "without reference-types a module has at most one table"),
  "space-too-large": rule("ML 11", "the size of an index space is bounded"),
  // linking
  "alias-depth": rule("ML 5", "the depth of an outer alias is less than the number of enclosing modules"),
  "outer-alias-unknown": rule("ML 5", "an outer alias names what the outer module has defined by then"),
  "outer-alias-kind": rule("ML 5", "an outer alias is of a module or a type; inside a type, of a type"),
  "alias-unknown-export": rule("ML 6", "an export alias names an export of the instance"),
  "alias-kind-mismatch": rule("ML 6", "an export alias has the kind of the export"),
  "duplicate-argument": rule("ML 7", "argument names are unique"),
  "missing-argument": rule("ML 7", "every import of an instantiated module is given an argument"),
  "argument-mismatch": rule("ML 7, 9", "an argument matches the import it is given for"),
  "too-many-instances": rule("ML 11", "the number of instances that one instantiation makes is bounded"),
  // the module's own sections
  "constant-required": rule("3.3.10", "initialisers and offsets are constant expressions"),
  "element-type-mismatch": rule("3.4.5", "an active segment has the element type of its table"),
  "functions-in-elements": rule("3.4.5", "a segment of function indices is one of funcref"),
  "start-type": rule("3.4.7", "the start function has neither parameters nor results"),
  // bodies
  "type-mismatch": rule("3.3", "operands have the types that the instruction asks for"),
  "values-remain": rule("3.3.8", "a block ends with exactly its results"),
  "if-without-else": rule("3.3.8", "an `if` without `else` has equal parameters and results"),
  "label-arity": rule("3.3.8", "the labels of a br_table have equally many types"),
  "select-arity": rule("3.3.4", "a typed select has one type"),
  "select-reference": rule("3.3.4", "an untyped select has numeric operands"),
  "reference-expected": rule("3.3.3", "ref.is_null takes a reference"),
  "misaligned-access": rule("3.3.7", "the alignment of an access is at most natural"),
  "immutable-global": rule("3.3.5", "global.set sets a mutable global"),
  "undeclared-reference": rule("3.3.3", "ref.func names a function that is referred to outside of bodies"),
  "data-count-required": rule("5.5.16", "code uses data indices only after a data count section"),
  "funcref-table-expected": rule("3.3.8", "indirect calls go through tables of functions"),
  "tables-differ": rule("3.3.6", "table.copy and table.init move elements of one type"),
  "return-call-type": rule("3.3.8 (tail calls)", "a tail call returns what its function returns"),
  "block-type-index": rule("3.2.2", "without multi-value block types are not type indices"),
  "misplaced-else": rule("5.4.1", "`else` belongs to an `if`, once"),
  "misplaced-catch": rule("5.4.1 (legacy exceptions)", "catch clauses and `delegate` belong to a `try`"),
  "rethrow-label": rule("3.3.8 (legacy exceptions)", "`rethrow` names a catch clause"),
  "catch-type": rule("3.3.8 (exceptions)", "a catch clause passes what its label takes"),
} as const satisfies Record<string, Rule>;

export type RuleCode = keyof typeof RULES;
