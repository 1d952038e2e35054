// Splits functions that V8 would never optimise, or could not even parse: runs of statements become functions of their own
// (regions.ts). This file chooses them.

import type { FunctionCompiler } from "./function-compiler.ts";
import { type Arena, NONE } from "./ir.ts";
import { type Region, Regions, type Run } from "./regions.ts";
import { addLists, CALL_SIZE, MAX_NESTING, SMALL_ENOUGH } from "./lists.ts";
import { mayExceed } from "./size.ts";
import { BODY, type Place, Structure } from "./structure.ts";

/** Sizes of a region that is worth a call, and of one that V8 optimises gladly. */
const MIN_REGION = 250;
const MAX_REGION = 20_000;

/** A function in parts: its regions, and what is left of it. */
export interface Split {
  readonly regions: readonly Region[];
  readonly main: Region;
}

/** Takes regions out of a compiled function, if it is too large or too deep; changes `f.body`. */
export function outline(f: FunctionCompiler): Split | undefined {
  const { maxFunction } = f.options.target;
  if ((f.nesting <= MAX_NESTING && !mayExceed(f.ir, maxFunction)) || f.tailCalls) return undefined;
  const structure = new Structure(f);
  const { total: size, height } = structure;
  if (size <= maxFunction && height <= MAX_NESTING) return undefined;
  const { chosen, left } = size > maxFunction ? choosePieces(f, structure) : { chosen: [], left: size };
  const runs: Run[] = [...chosen];
  if (left > maxFunction || height >= MAX_NESTING) addLists(f.ir, structure, runs, left > maxFunction);
  return new Regions(f, structure, runs.sort(innerFirst)).split();
}

/** Statements in a row that may become a region: with bytes of all. */
interface Piece extends Run {
  readonly size: number;
  readonly calls: boolean;
}

/** Inner ones first; of the same depth, those from the function's end first; what takes a whole list after what is in it. */
function innerFirst(a: Run, b: Run): number {
  return b.depth - a.depth || b.from - a.from || Number(a.whole) - Number(b.whole);
}

/** Which pieces are taken out: large ones first, and those without calls last, for these are the fast paths of interpreters. */
function choosePieces(f: FunctionCompiler, structure: Structure): { chosen: Piece[]; left: number } {
  const worth = ({ size, calls }: Piece) => (calls ? size : size / 4);
  const candidates: Piece[] = [];
  addPieces(f.ir, structure, BODY, 0, candidates);
  candidates.sort((a, b) => worth(b) - worth(a));
  let left = structure.total;
  const chosen: Piece[] = [];
  for (const piece of candidates) {
    if (left <= (piece.calls ? SMALL_ENOUGH : f.options.target.maxFunction)) break;
    chosen.push(piece);
    left -= piece.size - CALL_SIZE;
  }
  return { chosen, left };
}

/** All candidates of a list: what stands between statements that are themselves too large for a region. */
function addPieces(ir: Arena, structure: Structure, place: Place, depth: number, pieces: Piece[]): void {
  const { start, end } = structure;
  let [first, last, before, previous] = [NONE, NONE, NONE, NONE];
  let [total, calls] = [0, 0];
  const close = () => {
    if (total >= MIN_REGION) {
      const [from, to] = [start[first]!, end[last]!];
      pieces.push({
        place,
        depth,
        first,
        last,
        before,
        from,
        to,
        whole: false,
        size: total,
        calls: calls > 0,
      });
    }
    first = NONE;
    total = 0;
    calls = 0;
  };
  for (let id = structure.head(place); id !== NONE; id = ir.link[id]!) {
    const size = structure.size[id]!;
    const apart = size > MAX_REGION || structure.dispatches[id] !== 0;
    if (apart || total + size > MAX_REGION) close();
    if (apart) for (const inner of structure.listsOf(id)) addPieces(ir, structure, inner, depth + 1, pieces);
    else {
      if (first === NONE) [first, before] = [id, previous];
      last = id;
      total += size;
      calls |= structure.calls[id]!;
    }
    previous = id;
  }
  close();
}
