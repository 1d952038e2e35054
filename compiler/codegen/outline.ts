// Splits functions that V8 would never optimise, or could not even parse: runs of statements become functions of their own
// (regions.ts). This file chooses them.

import type { FunctionCompiler } from "./function-compiler.ts";
import { type Arena, CALLS, NONE } from "./ir.ts";
import { type Region, Regions, type Run } from "./regions.ts";
import { mayExceed } from "./size.ts";
import { DISPATCHES, Structure } from "./structure.ts";

/** Split functions are brought down to this, where it can be done: the larger a function, the later V8 optimises it. */
const SMALL_ENOUGH = 24_000;
/** Sizes of a region that is worth a call, and of one that V8 optimises gladly. */
const MIN_REGION = 250;
const MAX_REGION = 20_000;
/** What a call of a region takes. */
const CALL_SIZE = 120;
/** Statements inside statements: V8's parser overflows its stack at about 2,000. */
const MAX_NESTING = 500;

/** A function in parts: its regions, and what is left of it. */
export interface Split {
  readonly regions: readonly Region[];
  readonly main: Region;
}

/** Takes regions out of a compiled function, if it is too large or too deep; changes `f.body`. */
export function outline(f: FunctionCompiler): Split | undefined {
  const { maxFunction } = f.options.target;
  if ((f.nesting <= MAX_NESTING && !mayExceed(f.ir, maxFunction)) || f.tailCalls) return undefined;
  const structure = new Structure(f.ir, f);
  let size = 0;
  let height = 0;
  for (let id = f.body; id !== NONE; id = f.ir.link[id]!) {
    size += structure.size[id]!;
    height = Math.max(height, structure.height[id]!);
  }
  if (size <= maxFunction && height <= MAX_NESTING) return undefined;
  const pieces = size > maxFunction ? choosePieces(f, structure, size) : { chosen: [], left: size };
  const selection = new Selection(f.ir, structure, pieces.chosen, pieces.left > maxFunction);
  return new Regions(f, structure, selection.runs).split();
}

/** Statements in a row that may become a region: the first, the last, and bytes of all. */
interface Piece {
  readonly first: number;
  readonly last: number;
  readonly size: number;
  readonly calls: boolean;
}

/** Which pieces are taken out: large ones first, and those without calls last, for these are the fast paths of interpreters. */
function choosePieces(
  f: FunctionCompiler,
  structure: Structure,
  size: number,
): { chosen: Piece[]; left: number } {
  const worth = ({ size, calls }: Piece) => (calls ? size : size / 4);
  const candidates: Piece[] = [];
  addPieces(f.ir, structure, 0, candidates);
  candidates.sort((a, b) => worth(b) - worth(a));
  let left = size;
  const chosen: Piece[] = [];
  for (const piece of candidates) {
    if (left <= (piece.calls ? SMALL_ENOUGH : f.options.target.maxFunction)) break;
    chosen.push(piece);
    left -= piece.size - CALL_SIZE;
  }
  return { chosen, left };
}

/** All candidates of a list: what stands between statements that are themselves too large for a region. */
function addPieces(ir: Arena, structure: Structure, list: number, pieces: Piece[]): void {
  let first = NONE;
  let last = NONE;
  let total = 0;
  let flags = 0;
  const close = () => {
    if (total >= MIN_REGION) pieces.push({ first, last, size: total, calls: (flags & CALLS) !== 0 });
    first = NONE;
    total = 0;
    flags = 0;
  };
  for (let id = structure.heads[list]!; id !== NONE; id = ir.link[id]!) {
    const size = structure.size[id]!;
    const apart = size > MAX_REGION || (structure.flags[id]! & DISPATCHES) !== 0;
    if (apart || total + size > MAX_REGION) close();
    if (apart) {
      const to = structure.listsTo(id);
      for (let inner = structure.listsFrom(id); inner < to; inner++) addPieces(ir, structure, inner, pieces);
      continue;
    }
    if (first === NONE) first = id;
    last = id;
    total += size;
    flags |= structure.flags[id]!;
  }
  close();
}

/** Makes runs of what was chosen, innermost first, and of lists that are too deep, or still too large. */
class Selection {
  readonly runs: Run[] = [];
  private readonly ir: Arena;
  private readonly structure: Structure;
  /** By the first statement of each piece, its last one. */
  private readonly pieces: ReadonlyMap<number, number>;
  private readonly taken: Uint8Array;
  private readonly bySize: boolean;
  /** What is left of lists. */
  private readonly sizes: Int32Array;
  private readonly heights: Int32Array;

  constructor(ir: Arena, structure: Structure, pieces: readonly Piece[], bySize: boolean) {
    this.ir = ir;
    this.structure = structure;
    this.bySize = bySize;
    this.pieces = new Map(pieces.map(({ first, last }) => [first, last]));
    this.taken = new Uint8Array(structure.count);
    for (const { first, last } of pieces) this.take(first, last);
    this.sizes = new Int32Array(structure.lists);
    this.heights = new Int32Array(structure.lists);
    for (let list = structure.lists - 1; list >= 0; list--) this.list(list);
  }

  private take(first: number, last: number): void {
    for (let id = first; id !== last; id = this.ir.link[id]!) this.taken[id] = 1;
    this.taken[last] = 1;
  }

  /** Chooses in a list, after all in it. */
  private list(list: number): void {
    const { own, listCount, heads } = this.structure;
    const { taken } = this;
    const head = heads[list]!;
    let size = 0;
    let height = 0;
    let last = NONE;
    for (let id = head; id !== NONE; id = this.ir.link[id]!) {
      last = id;
      if (taken[id] === 0) {
        size += own[id]!;
        if (listCount[id] === 0) continue;
        const to = this.structure.listsTo(id);
        for (let inner = this.structure.listsFrom(id); inner < to; inner++) {
          size += this.sizes[inner]!;
          height = Math.max(height, this.heights[inner]! + 1);
        }
      } else {
        const end = this.pieces.get(id);
        if (height === 0) height = 1;
        if (end === undefined) continue;
        this.runs.push({ list, first: id, last: end, whole: false });
        size += CALL_SIZE;
      }
    }
    const excess = height >= MAX_NESTING || (this.bySize && size > SMALL_ENOUGH);
    if (excess && head !== NONE) {
      this.runs.push({ list, first: head, last, whole: true });
      size = CALL_SIZE;
      height = 1;
    }
    this.sizes[list] = size;
    this.heights[list] = height;
  }
}
