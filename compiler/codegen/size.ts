// An estimate of how many bytes of V8 bytecode the IR comes to. V8 never optimises a function above 61,440 bytes
// (PERFORMANCE.md, section 5), so only the order of magnitude matters.

import { type Arena, NONE } from "./ir.ts";
import { Ir, TEMPLATES } from "./operations.ts";
import { eachNode, expressionOf } from "./walk.ts";

/** A load or store: the method of the view, its arguments, the call. */
const ACCESS = 18;
/** An operator with its operands' moves; one more for the `|0` that most have. */
const OPERATOR = 8;
const CALL = 8;
const ARGUMENT = 3;

function nodeSize(ir: Arena, node: number): number {
  const op = ir.op[node]!;
  if (op === Ir.call || op === Ir.call_table) return CALL + ARGUMENT * ir.lists[ir.y[node]!]!.length;
  if (op >= TEMPLATES) return 2;
  return templateSize(ir, op);
}

function templateSize(ir: Arena, op: number): number {
  const { views, texts } = ir.operations[op]!;
  return views.length > 0 ? ACCESS : OPERATOR + texts.length;
}

/** A statement, or an atom; most calls are one statement with what they are assigned to. */
const OTHER = 3;

/** The bytes of all nodes that were made: hardly less than the function's, as few are used twice. */
export function arenaSize(ir: Arena): number {
  const { op, count } = ir;
  let size = ARGUMENT * ir.listed;
  for (let id = 0; id < count; id++) size += op[id]! < TEMPLATES ? templateSize(ir, op[id]!) : OTHER;
  return size;
}

/** The bytes of a statement without the lists in it. */
export function statementSize(ir: Arena, statement: number): number {
  let size = 3;
  const expression = expressionOf(ir, statement);
  if (expression !== NONE)
    eachNode(ir, expression, (node) => {
      size += nodeSize(ir, node);
    });
  if (ir.op[statement] === Ir.switch) size += 4 * ir.lists[ir.y[statement]!]!.length;
  return size;
}
