// Goes over the instructions of a body. Most are a local, a small constant, a plain operation or an access to memory, of two or
// three bytes: these need not be decoded one by one, nor looked up. The others go to their lowerings.

import { type BodyDecoder, NESTING } from "../binary/index.ts";
import { I32, Op } from "../model/index.ts";
import type { FunctionCompiler } from "./function-compiler.ts";
import { NONE } from "./ir.ts";
import { setLocal } from "./lower-state.ts";
import { loadByView, storeByView } from "./lower-views.ts";
import { BINARY_OPERATIONS, LOAD_OPERATIONS, LOWERINGS, STORE_OPERATIONS } from "./lowerings.ts";

const LOCAL_GET = Op["local.get"];
const LOCAL_SET = Op["local.set"];
const LOCAL_TEE = Op["local.tee"];
const I32_CONST = Op["i32.const"];
const NOTHING_KNOWN = new Uint8Array(1);
/** A larger number in front of an offset says which memory, or is wrong. */
const SHORT_ALIGNMENT = 0x20;

/**
 * Compiles all instructions of a body. Apart from what is around it, and in one piece: V8 optimises a loop while it runs, with all
 * that it calls.
 */
export function instructions(f: FunctionCompiler, decoder: BodyDecoder): void {
  const plain = f.ranges === undefined && f.options.metered !== true;
  const { bodyStart, locals } = f;
  // Where nothing is known, one entry stands for all: a test that is hardly ever made is one that V8 gives up optimised code for.
  const ranges = f.ranges ?? NOTHING_KNOWN;
  const mask = f.ranges === undefined ? 0 : -1;
  const { reader } = decoder;
  const { bytes } = reader;
  const last = reader.end - 2;
  const byViews = !f.options.target.arrays;
  for (;;) {
    // Most instructions are these, and short: they need not be decoded one by one.
    let pos = f.skipped < 0 ? reader.pos : last;
    while (pos < last && ranges[(pos - bodyStart) & mask] === 0) {
      const op = bytes[pos]!;
      const binary = BINARY_OPERATIONS[op]!;
      if (binary !== NONE) {
        f.binary(binary, I32);
        reader.pos = ++pos;
        continue;
      }
      const byte = bytes[pos + 1]!;
      if (byte >= 0x80) break;
      if (op === LOCAL_GET) f.getLocal(locals[byte]!);
      else if (op === I32_CONST) f.pushConstant((byte << 25) >> 25);
      else if (op === LOCAL_SET || op === LOCAL_TEE) {
        setLocal(f, locals[byte]!);
        if (op === LOCAL_TEE) f.getLocal(locals[byte]!);
      } else if (byViews && byte < SHORT_ALIGNMENT && bytes[pos + 2]! < 0x80) {
        if (LOAD_OPERATIONS[op] !== NONE) loadByView(f, I32, LOAD_OPERATIONS[op]!, 0, bytes[pos + 2]!);
        else if (STORE_OPERATIONS[op] !== NONE) {
          f.integerTop();
          storeByView(f, STORE_OPERATIONS[op]!, 0, bytes[pos + 2]!);
        } else break;
        pos++;
      } else break;
      pos += 2;
      reader.pos = pos;
    }
    const op = decoder.next();
    if (plain && f.skipped < 0) LOWERINGS[op]!(f, decoder);
    else f.instruction(op, decoder);
    decoder.depth += NESTING[op]!;
    if (decoder.depth <= 0) break;
  }
}
