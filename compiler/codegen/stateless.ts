// Functions that use nothing of their instance: no memory, table, global, tag, segment or import, and calls of such functions
// only. They are declared once in the tree instead of once an instance: an instance then costs no closures of theirs, and a
// call of one has the same callee in all instances, so that V8 can inline it in every one.

import type { Features } from "../base/index.ts";
import { BodyDecoder } from "../binary/index.ts";
import { type Immediate, Op, OPCODE_SPACE, opcodeAt } from "../model/index.ts";
import type { ValidModule } from "../validate/index.ts";

/** Modules with more code, in bytes, are not searched: what is to be gained there is little. */
const MAX_CODE = 16 << 10;

const PURE = new Set<Immediate>([
  "none",
  "block",
  "label",
  "labels",
  "local",
  "i32",
  "i64",
  "f32",
  "f64",
  "types",
  "heap",
]);

/** 1 for instructions that name nothing outside of the function. */
const pure = new Uint8Array(OPCODE_SPACE);
for (let op = 0; op < OPCODE_SPACE; op++) pure[op] = PURE.has(opcodeAt(op)?.immediate ?? "func") ? 1 : 0;

/** The indices of a module's stateless functions. */
export function statelessFunctions({ def, funcs }: ValidModule, features: Features): Set<number> {
  const size = def.code.reduce((sum, { start, end }) => sum + end - start, 0);
  if (size > MAX_CODE) return new Set();
  const imported = funcs.length - def.code.length;
  const calls = new Map<number, Set<number>>();
  const decoder = new BodyDecoder(features);
  def.code.forEach((body, position) => {
    const index = imported + position;
    const callees = calleesOf(decoder.start(body), funcs[index]!.type.params.length);
    if (callees !== undefined) calls.set(index, callees);
  });
  return closed(calls);
}

/** The functions that a stateless-looking body calls; `undefined` for any other body. */
function calleesOf(decoder: BodyDecoder, params: number): Set<number> | undefined {
  const callees = new Set<number>();
  decoder.locals(params);
  decoder.begin();
  let op: number;
  do {
    op = decoder.next();
    if (op === Op["call"]) callees.add(decoder.a);
    else if (!pure[op]) return undefined;
  } while (decoder.advance(op) > 0);
  return callees;
}

/** Takes out whatever calls something that is not there, until nothing does. */
function closed(calls: Map<number, Set<number>>): Set<number> {
  let before: number;
  do {
    before = calls.size;
    for (const [index, callees] of calls)
      for (const callee of callees) if (!calls.has(callee)) calls.delete(index);
  } while (calls.size < before);
  return new Set(calls.keys());
}
