// Where an engine breaks a rule, and why. Compared both ways: a rule listed for a version must fail there.

export interface Deviation {
  readonly rule: string;
  /** The major versions of Node in which the rule was seen to fail. */
  readonly node: readonly number[];
  readonly reason: string;
}

const OLD = [20];
const NEW = [26];
const BOTH = [20, 26];

const EXCEPTION_ERROR = "V8 made Exception inherit from Error, and gave it a constructor of one argument";
const NO_STACK = "V8 had no attribute stack, but an own property";
const NO_DATAVIEW = "V8 takes no DataView for bytes";
const SOURCE_PHASE = "Module inherits from AbstractModuleSource of the source phase imports proposal";
const UNDEFINED = "V8 takes an explicit undefined for a value where WebIDL sees a missing argument";
const NO_SEQUENCE = "V8 takes array-likes, not iterables";

/** Of V8's WebAssembly. */
export const NATIVE: readonly Deviation[] = [
  { rule: "Exception is an interface object", node: OLD, reason: EXCEPTION_ERROR },
  {
    rule: "Exception.prototype has the members of the interface, and its class string",
    node: OLD,
    reason: NO_STACK,
  },
  { rule: "Exception.prototype.stack is an attribute", node: OLD, reason: NO_STACK },
  { rule: "Exception.prototype.stack refuses other receivers", node: OLD, reason: NO_STACK },
  { rule: "Module is an interface object", node: NEW, reason: SOURCE_PHASE },
  {
    rule: "Module.prototype has the members of the interface, and its class string",
    node: NEW,
    reason: SOURCE_PHASE,
  },
  { rule: "compile: resolves to a Module", node: BOTH, reason: NO_DATAVIEW },
  { rule: "Module: takes bytes in every form", node: BOTH, reason: NO_DATAVIEW },
  { rule: "validate: bytes in every form", node: BOTH, reason: NO_DATAVIEW },
  {
    rule: "compileStreaming: the type must be application/wasm, without parameters",
    node: BOTH,
    reason: "Node compares the type with regard to case",
  },
  {
    rule: "Module.customSections: the name is required, undefined is a name like others",
    node: BOTH,
    reason: "V8 takes an undefined name for a missing one",
  },
  {
    rule: "Memory: sizes are truncated before they are checked",
    node: BOTH,
    reason: "V8 checks the sign before it truncates",
  },
  { rule: "Table.set: undefined is no value", node: BOTH, reason: UNDEFINED },
  { rule: "Global: undefined is no initial value", node: BOTH, reason: UNDEFINED },
  { rule: "Global: the default value of externref is undefined", node: OLD, reason: "V8 took null" },
  {
    rule: "exported functions: are functions and no constructors",
    node: OLD,
    reason: "V8's exported functions had the own properties arguments and caller",
  },
  {
    rule: "Tag: the type is a dictionary with a sequence of value types",
    node: BOTH,
    reason: NO_SEQUENCE,
  },
  {
    rule: "Exception: takes a tag and as many values as it has parameters",
    node: BOTH,
    reason: NO_SEQUENCE,
  },
  {
    rule: "Exception: values are converted",
    node: OLD,
    reason: "V8 truncated silently where it should refuse",
  },
  { rule: "JSTag: is a Tag, the same each time", node: OLD, reason: "JSTag came later" },
  {
    rule: "JSTag: catches what JavaScript throws, and throws it again as it was",
    node: OLD,
    reason: "JSTag came later",
  },
];

/** Of ours, with JavaScript cores. */
export const OURS: readonly Deviation[] = [
  {
    rule: "exported functions: source text is that of a native function",
    node: BOTH,
    reason:
      "exported functions are JavaScript functions; only bound ones hide their text, and they are slower",
  },
];
