// How large and how deep the statements and lists of a function are, with all that is in them.

import type { Arena } from "./ir.ts";
import { Ir } from "./operations.ts";
import { statementSize } from "./size.ts";
import { eachNode, expressionOf, listsOf, statementsOf } from "./walk.ts";

interface Extent {
  size: number;
  height: number;
  /** It calls: what that costs hides the cost of a region's call. */
  calls: boolean;
  /** It has a switch of many cases, as interpreters do: each pass through it would be a call of a region with as many exits. */
  dispatches: boolean;
}

/** Words of a switch's list from which on it counts as dispatching; a case has about three. */
const DISPATCH = 3 * 24;

/** Sizes and heights of statements and lists, with all that is in them. */
export class Extents {
  private readonly ir: Arena;
  private readonly known = new Map<number, Extent>();
  constructor(ir: Arena) {
    this.ir = ir;
  }

  /** Measures all of a list from the inside out: thousands of levels would be too deep for recursion. */
  measure(head: number): void {
    const found: number[] = [];
    const lists = [head];
    for (let list = lists.pop(); list !== undefined; list = lists.pop())
      for (const statement of statementsOf(this.ir, list)) {
        found.push(statement);
        for (const place of listsOf(this.ir, statement)) lists.push(place.get());
      }
    for (let i = found.length - 1; i >= 0; i--) this.statement(found[i]!);
  }

  list(head: number): Extent {
    const total: Extent = { size: 0, height: 0, calls: false, dispatches: false };
    for (const statement of statementsOf(this.ir, head)) {
      const { size, height, calls, dispatches } = this.statement(statement);
      total.size += size;
      total.height = Math.max(total.height, height);
      total.calls ||= calls;
      total.dispatches ||= dispatches;
    }
    return total;
  }

  statement(statement: number): Extent {
    let extent = this.known.get(statement);
    if (extent === undefined) {
      extent = {
        size: statementSize(this.ir, statement),
        height: 0,
        calls: callsIn(this.ir, expressionOf(this.ir, statement)),
        dispatches: isDispatch(this.ir, statement),
      };
      for (const place of listsOf(this.ir, statement)) {
        const { size, height, calls, dispatches } = this.list(place.get());
        extent.size += size;
        extent.height = Math.max(extent.height, height + 1);
        extent.calls ||= calls;
        extent.dispatches ||= dispatches;
      }
      this.known.set(statement, extent);
    }
    return extent;
  }
}

const isDispatch = (ir: Arena, statement: number): boolean =>
  ir.op[statement] === Ir.switch && ir.lists[ir.y[statement]!]!.length >= DISPATCH;

function callsIn(ir: Arena, expression: number): boolean {
  let found = false;
  eachNode(ir, expression, (node) => {
    found ||= ir.op[node] === Ir.call || ir.op[node] === Ir.call_table;
  });
  return found;
}
