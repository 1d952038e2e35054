// Goes over the instructions of a body. Most are a local, a small constant, a plain operation or an access to memory, of two or
// three bytes: these need not be decoded one by one. The others go to their lowerings.

import { type BodyDecoder, NESTING } from "../binary/index.ts";
import { I32 } from "../model/index.ts";
import type { FunctionCompiler } from "./function-compiler.ts";
import { setLocal } from "./lower-state.ts";
import { loadByView, storeByView } from "./lower-views.ts";
import {
  BARE,
  CONST,
  GET,
  INDEXED,
  LOAD,
  LONG,
  LOWERINGS,
  OPERATE,
  OPERATIONS,
  SET,
  SHORT,
  TEE,
} from "./lowerings.ts";

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
  const accesses = f.options.target.arrays ? LONG : 0xff;
  for (;;) {
    let pos = f.skipped < 0 ? reader.pos : last;
    while (pos < last && ranges[(pos - bodyStart) & mask] === 0) {
      const op = bytes[pos]!;
      const sort = SHORT[op]!;
      if (sort === OPERATE) {
        f.binary(OPERATIONS[op]!, I32);
        pos++;
        continue;
      }
      if (sort === BARE) {
        LOWERINGS[op]!(f, decoder);
        pos++;
        continue;
      }
      const byte = bytes[pos + 1]!;
      if (sort === LONG || byte >= 0x80) break;
      if (sort <= TEE) {
        if (sort === CONST) f.pushConstant((byte << 25) >> 25);
        else {
          const local = locals[byte]!;
          if (sort !== GET) setLocal(f, local);
          if (sort !== SET) f.pushAtoms(local.type, local.lowValue, local.highValue);
        }
      } else if (sort === INDEXED) {
        decoder.a = byte;
        LOWERINGS[op]!(f, decoder);
      } else {
        const offset = bytes[pos + 2]!;
        if (byte >= SHORT_ALIGNMENT || offset >= 0x80 || (sort & accesses) === 0) break;
        if (sort === LOAD) loadByView(f, I32, OPERATIONS[op]!, 0, offset);
        else {
          f.integerTop();
          storeByView(f, OPERATIONS[op]!, 0, offset);
        }
        pos++;
      }
      pos += 2;
    }
    if (f.skipped < 0) reader.pos = pos;
    const op = decoder.next();
    if (plain && f.skipped < 0) LOWERINGS[op]!(f, decoder);
    else f.instruction(op, decoder);
    decoder.depth += NESTING[op]!;
    if (decoder.depth <= 0) break;
  }
}
