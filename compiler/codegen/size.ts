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
  const { views, texts } = ir.operations[op]!;
  if (views.length > 0) return ACCESS;
  return OPERATOR + texts.length;
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
