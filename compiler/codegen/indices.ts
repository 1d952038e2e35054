// Positions in a memory's arrays that accesses share: `l/8` of a base `l` is put into a variable where it is first accessed, if
// it is accessed again, and `l-48` is then at `p-6`. For interpreters, which divide each time; between two labels.
// The position of what is out of bounds or not aligned is none, or no integer, so that the address itself decides.

import type { BodyDecoder } from "../binary/index.ts";
import type { FunctionCompiler } from "./function-compiler.ts";
import { NONE } from "./ir.ts";
import { type ExpressionName, Ir } from "./operations.ts";

/** The first access by a base and a width, or all since then. */
interface Shared {
  /** A statement that does nothing, in front of the first access: where the variable will be set. */
  readonly place: number;
  /** The first access, and what its position is beyond the base's. */
  readonly access: number;
  readonly beyond: number;
  /** The base is taken as an unsigned number. */
  readonly unsigned: boolean;
  /** The first access was at the base: where it did not trap, the base is not negative. */
  readonly proven: boolean;
  variable: number;
}

export class Indices {
  private known: Map<number, Map<number, Shared>> | undefined;
  /** Variables in use: those of what was forgotten may still be read by what the stack holds. */
  private count = 0;

  /** A label: nothing that the stack holds reads a variable. */
  clear(): void {
    this.count = 0;
    this.known?.clear();
  }

  /** A base is written. */
  forget(variable: number): void {
    this.known?.delete(variable);
  }

  get(base: number, width: number): Shared | undefined {
    return this.known?.get(base)?.get(width);
  }

  add(base: number, width: number, shared: Shared): void {
    this.known ??= new Map();
    const widths = this.known.get(base) ?? new Map<number, Shared>();
    this.known.set(base, widths.set(width, shared));
  }

  next(): number {
    return this.count++;
  }
}

/** Where an access is: its base, and how many elements beyond it. `sum`: 32 bits of an addition, not an offset. */
export interface Position {
  readonly base: number;
  readonly width: number;
  readonly beyond: number;
  readonly kind: "base" | "sum" | "offset";
}

/** The position of an address, if it is a variable and a multiple of the width. */
export function positionOf(
  f: FunctionCompiler,
  body: BodyDecoder,
  address: number,
  width: number,
): Position | undefined {
  const { ir } = f;
  const sign = ir.op[address] === Ir.add ? 1 : ir.op[address] === Ir.sub ? -1 : 0;
  if (sign !== 0 && (body.b !== 0 || !f.isConstant(ir.y[address]!))) return undefined;
  const variable = sign === 0 ? address : ir.x[address]!;
  if (ir.op[variable] !== Ir.variable) return undefined;
  const beyond = (sign === 0 ? body.b : sign * ir.x[ir.y[address]!]!) / width;
  if (!Number.isInteger(beyond)) return undefined;
  const kind = sign !== 0 ? "sum" : beyond === 0 ? "base" : "offset";
  return { base: ir.x[variable]!, width, beyond, kind };
}

/** Notes the first access of a base, which `access` makes. */
export function noteFirst(
  f: FunctionCompiler,
  { base, width, beyond, kind }: Position,
  access: () => number,
): number {
  f.statement(Ir.sequence, NONE);
  const place = f.list.tail;
  const node = access();
  const [unsigned, proven] = [kind === "offset", kind === "base"];
  f.notesAccesses = true;
  f.indices.add(base, width, { place, access: node, beyond, unsigned, proven, variable: NONE });
  return node;
}

/** An expression for a position, if one of the same base is known that it can share. */
export function sharedPosition(
  f: FunctionCompiler,
  { base, width, beyond, kind }: Position,
): number | undefined {
  const shared = f.indices.get(base, width);
  if (shared === undefined) return undefined;
  // An offset is added to an unsigned base: one that may be negative is another then.
  const isNatural = shared.unsigned || shared.proven || (f.loopDepth === 0 && f.bases.has(base));
  if (kind === "offset" && !isNatural) return undefined;
  if (shared.variable === NONE) share(f, base, width, shared);
  return elementsBeyond(f, shared.variable, beyond);
}

function elementsBeyond(f: FunctionCompiler, variable: number, beyond: number): number {
  const start = f.variable(variable);
  return beyond === 0 ? start : f.op(beyond < 0 ? "fsub" : "fadd", start, f.natural(Math.abs(beyond)));
}

/** The second access: sets the variable before the first one, and lets that read it. */
function share(f: FunctionCompiler, base: number, width: number, shared: Shared): void {
  const { ir } = f;
  const { place, access } = shared;
  shared.variable = f.indexVariable(f.indices.next());
  const start = f.variable(base);
  ir.op[place] = Ir.set;
  ir.x[place] = shared.variable;
  ir.y[place] = f.op("fdiv", shared.unsigned ? f.op("f_from_u", start) : start, f.natural(width));
  const name = `${ir.operations[ir.op[access]!]!.name}_shared` as ExpressionName;
  if (Ir[name] === undefined) return;
  const position = elementsBeyond(f, shared.variable, shared.beyond);
  ir.y[access] = ir.x[access]!;
  ir.x[access] = position;
  ir.link[access]! |= ir.link[position]!;
  f.become(access, name);
}
