// The compact IR: expressions and statements of one function as rows of typed arrays, no object per node. What an
// operation prints as and what it may do is in operations.ts; this file only stores.

/** What evaluating an expression may do or depend on; a node has the union of its operands' bits. */
export const READS_MEMORY = 1;
/** Globals and tables. */
export const READS_STATE = 2;
/** May trap otherwise than by an address: must stay before any later effect, and after any earlier one. */
export const TRAPS = 4;
/** Writes anything, or calls. */
export const EFFECT = 8;
/** Prints as control flow (`?:`): never inside the arguments of a DataView access (PERFORMANCE-NEWER-V8.md, finding 1). */
export const BRANCHES = 16;
/** A comparison: JavaScript's boolean, to be made a number unless it is tested. */
export const BOOLEAN = 32;
/** Known to be in [0, 2^31): the same signed and unsigned. */
export const NONNEGATIVE = 64;
/** A float that cannot be a NaN with a payload worth keeping: an arithmetic result. */
export const ARITHMETIC = 128;

/** May trap by an address out of bounds: a trap of its own kind, so that two of them may change places. */
export const FAULTS = 256;

/** Calls a function of the module or of another one. */
export const CALLS = 512;
/** Grows a memory. */
export const GROWS = 1024;

// What is above these bits in the same column: how deep the expression is, and its size in bytes of V8's bytecode (size.ts).
const DEPTH_AT = 11;
export const FLAGS = (1 << DEPTH_AT) - 1;
/** Depths are at most 127: MAX_DEPTH is far below. */
export const DEPTH = 127 << DEPTH_AT;
const SIZE_AT = 18;
export const SIZE = -1 << SIZE_AT;
/** Calls count as this at most. A sum of sizes that is too large for its bits is lost: one statement cannot be split anyway. */
const MAX_SIZE = 1 << 12;

export const depthOf = (bits: number): number => (bits & DEPTH) >> DEPTH_AT;
export const sizeOf = (bits: number): number => bits >>> SIZE_AT;
/** Flags, depth and size as they are in the column. */
export const packed = (flags: number, depth: number, size: number): number =>
  flags | (depth << DEPTH_AT) | (Math.min(size, MAX_SIZE) << SIZE_AT);

/** What passes from an operand to the expression around it. */
export const INHERITED = READS_MEMORY | READS_STATE | TRAPS | FAULTS | EFFECT | BRANCHES | CALLS | GROWS;

/** The size of an expression without operands, in bytes of V8's bytecode. */
export const ATOM = 2;

const ATOM_BITS = packed(0, 0, ATOM);

/** No node. */
export const NONE = -1;

/** The first node: an expression that is not there. */
export const NOTHING = 0;
/** Nodes that are there once for all: the variables below this number, and small constants. */
export const SHARED_VARIABLES = 256;
const LEAST_CONSTANT = -128;
const CONSTANTS_END = 256;
/** The node of variable 0, and that of the constant 0; those of the next ones follow. */
export const VARIABLE_0 = NOTHING + 1;
export const CONSTANT_0 = VARIABLE_0 + SHARED_VARIABLES - LEAST_CONSTANT;
/** The first node of each function. */
export const FIRST = CONSTANT_0 + CONSTANTS_END;

/** Deeper expressions are put into a variable, so that neither the printer nor V8's parser recurses far. */
export const MAX_DEPTH = 40;

/** Of a precedence: the expression stands right behind a minus sign. */
export const AFTER_MINUS = 16;

/** How what stands in a hole of a template is printed. */
export const [PLAIN, VIEW, UNSIGNED, LOOSE, FLIPPED, MEMORY, TEMPORARY] = [0, 1, 2, 3, 4, 5, 6] as const;

/** What stands in a hole of a template. */
export interface Hole {
  /** Which operand (0–2). */
  readonly operand: number;
  readonly form:
    | typeof PLAIN
    | typeof VIEW
    | typeof UNSIGNED
    | typeof LOOSE
    | typeof FLIPPED
    | typeof MEMORY
    | typeof TEMPORARY;
  /** With AFTER_MINUS, where the text before ends so. */
  readonly precedence: number;
  /** Of form "view": which one, a position in VIEWS. */
  readonly view: number;
}

/** How an operation prints, and what it may do. */
export interface Operation {
  readonly name: string;
  readonly precedence: number;
  readonly bits: number;
  /** Tells it from the others of its target. */
  readonly number: number;
  /** Texts around the holes: one more than holes. */
  readonly texts: readonly string[];
  /** The first of them; and the same behind a minus sign, which another must not touch. */
  readonly starts: readonly [plain: string, afterMinus: string];
  /** AFTER_MINUS, if what stands before the whole stands right before the first operand. */
  readonly passes: number;
  readonly holes: readonly Hole[];
  /** The operands that are expressions, each once. */
  readonly operands: readonly number[];
  /** The same as bits: 1 for x, 2 for y, 4 for z. */
  readonly operandBits: number;
  /** Operands that are printed more than once, or out of order: they must be atoms. */
  readonly atoms: boolean;
  /** Helpers and tree-level names that the template mentions. */
  readonly names: readonly string[];
  /** The views of memory z that it uses, positions in VIEWS. */
  readonly views: readonly number[];
  /** It uses the function's temporary variable. */
  readonly temporary: boolean;
  /** The form for where only the low 32 bits of the result matter. */
  readonly loose: Operation | undefined;
  /** About how many bytes of V8's bytecode it comes to, without its operands. */
  readonly size: number;
}

/** Views of a memory by the letter that they have in templates and names; the DataView has none. */
export const VIEWS = ["", "u", "h", "i", "f", "d"] as const;

/** An operand stack: low (or only) word, high word or `NONE`, type. It grows, and is used for one function after the other. */
class Operands {
  low = new Int32Array(256);
  high = new Int32Array(256);
  type = new Int32Array(256);

  enlarge(): void {
    this.low = larger(this.low, new Int32Array(this.low.length * 2));
    this.high = larger(this.high, new Int32Array(this.high.length * 2));
    this.type = larger(this.type, new Int32Array(this.type.length * 2));
  }
}

function larger<T extends Int32Array | Uint16Array | Uint8Array>(old: T, fresh: T): T {
  fresh.set(old);
  return fresh;
}

export class Arena {
  /** The templates, by operation number; and as columns what is asked of every node. */
  readonly operations: readonly Operation[];
  readonly operandBits: Uint8Array;
  readonly sizes: Uint8Array;
  /** Their flags, a depth of one and their sizes, as in the column of nodes. */
  readonly ownBits: Int32Array;
  /** Views of a memory, as bits by position in VIEWS. */
  readonly viewBits: Uint8Array;
  readonly isTemporary: Uint8Array;
  /** Their operands must be atoms. */
  readonly takesAtoms: Uint8Array;
  /** They use views or the temporary variable. */
  readonly isSpecial: Uint8Array;
  count = FIRST;
  readonly operands = new Operands();
  op: Uint16Array;
  /** Operands, variables, labels or constants, as the operation says. */
  x: Int32Array;
  y: Int32Array;
  z: Int32Array;
  /** Statements: the next one of the list. Expressions: bit set of the variables read, by number modulo 32. */
  link: Int32Array;
  /** Expressions: flags, depth, and about how many bytes of V8's bytecode they come to, with all in them (`packed`). */
  bits: Int32Array;
  private readonly variableOp: number;
  private readonly constantOp: number;
  /** Doubles and strings that nodes refer to by position. What is beyond `textCount` is of earlier functions. */
  readonly texts: string[] = [];
  private textCount = 0;
  /** Argument and target lists that nodes refer to by position. */
  readonly lists: number[][] = [];
  private listCount = 0;
  /** Entries of all lists. */
  listed = 0;

  /** Room for `capacity` nodes: it grows, but V8 gives up what it has optimised when it sees that for the first time. */
  constructor(operations: readonly Operation[], capacity: number, variableOp: number, constantOp: number) {
    this.op = new Uint16Array(capacity);
    this.x = new Int32Array(capacity);
    this.y = new Int32Array(capacity);
    this.z = new Int32Array(capacity);
    this.link = new Int32Array(capacity);
    this.bits = new Int32Array(capacity);
    this.variableOp = variableOp;
    this.constantOp = constantOp;
    this.operations = operations;
    this.operandBits = Uint8Array.from(operations, ({ operandBits }) => operandBits);
    this.sizes = Uint8Array.from(operations, ({ size }) => size);
    this.viewBits = Uint8Array.from(operations, ({ views }) =>
      views.reduce((bits, view) => bits | (1 << view), 0),
    );
    this.ownBits = Int32Array.from(operations, ({ bits, size }) => packed(bits, 1, size));
    this.takesAtoms = Uint8Array.from(operations, ({ atoms }) => (atoms ? 1 : 0));
    this.isTemporary = Uint8Array.from(operations, ({ temporary }) => (temporary ? 1 : 0));
    this.isSpecial = this.isTemporary.map((temporary, op) => temporary | (this.viewBits[op] === 0 ? 0 : 1));
    this.count = NOTHING + 1;
    for (let v = 0; v < SHARED_VARIABLES; v++) this.atom(variableOp, v, 1 << v);
    for (let value = LEAST_CONSTANT; value < CONSTANTS_END; value++) this.atom(constantOp, value, 0);
  }

  reset(): void {
    this.count = FIRST;
    this.textCount = 0;
    this.listCount = 0;
    this.listed = 0;
  }

  /** A statement, the last of its list. */
  node(op: number, x: number, y: number, z: number): number {
    const id = this.count++;
    if (id === this.op.length) this.enlarge();
    this.op[id] = op;
    this.x[id] = x;
    this.y[id] = y;
    this.z[id] = z;
    this.link[id] = NONE;
    return id;
  }

  /** An expression, with what is known of it: flags, depth and size in one. */
  expression(op: number, x: number, y: number, z: number, link: number, bits: number): number {
    const id = this.count++;
    if (id === this.op.length) this.enlarge();
    this.op[id] = op;
    this.x[id] = x;
    this.y[id] = y;
    this.z[id] = z;
    this.link[id] = link;
    this.bits[id] = bits;
    return id;
  }

  /** An expression without operands: a constant or a variable. */
  private atom(op: number, x: number, link: number): number {
    return this.expression(op, x, NONE, NONE, link, ATOM_BITS);
  }

  /** The value of a variable. */
  variable(number: number): number {
    if (number < SHARED_VARIABLES) return VARIABLE_0 + number;
    return this.atom(this.variableOp, number, 1 << number);
  }

  /** A word. */
  constant(value: number): number {
    if (value >= LEAST_CONSTANT && value < CONSTANTS_END) return CONSTANT_0 + value;
    return this.atom(this.constantOp, value, 0);
  }

  /** The value of a variable, as a node that may be told more than holds for others of it. */
  ownVariable(number: number): number {
    return this.atom(this.variableOp, number, 1 << number);
  }

  private enlarge(): void {
    const size = this.op.length * 4;
    this.op = larger(this.op, new Uint16Array(size));
    this.x = larger(this.x, new Int32Array(size));
    this.y = larger(this.y, new Int32Array(size));
    this.z = larger(this.z, new Int32Array(size));
    this.link = larger(this.link, new Int32Array(size));
    this.bits = larger(this.bits, new Int32Array(size));
  }

  text(value: string): number {
    this.texts[this.textCount] = value;
    return this.textCount++;
  }

  list(values: number[]): number {
    this.listed += values.length;
    this.lists[this.listCount] = values;
    return this.listCount++;
  }
}
