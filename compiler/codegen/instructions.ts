// Goes over the instructions of a body. Most are a local, a small constant, a plain operation or an access to memory, of two or
// three bytes: these need not be decoded one by one (short.ts). The others go to their lowerings.

import { type BodyDecoder, NESTING } from "../binary/index.ts";
import { Op } from "../model/index.ts";
import type { FunctionCompiler } from "./function-compiler.ts";
import { LOWERINGS } from "./lowerings.ts";
import { meterBulk } from "./meter.ts";
import { SHORT } from "./short.ts";

const LOCAL_GET = Op["local.get"];
const NOTHING_KNOWN = new Uint8Array(1);

/**
 * Compiles all instructions of a body. Apart from what is around it, and in one piece: V8 optimises a loop while it runs, with all
 * that it calls by name.
 */
export function instructions(f: FunctionCompiler, decoder: BodyDecoder): void {
  const { bodyStart, locals } = f;
  const metered = f.options.metered === true;
  // Where nothing is known, one entry stands for all: a test that is hardly ever made is one that V8 gives up optimised code for.
  const ranges = f.ranges ?? NOTHING_KNOWN;
  const mask = f.ranges === undefined ? 0 : -1;
  const { reader } = decoder;
  const { bytes } = reader;
  const last = reader.end - 2;
  for (;;) {
    let pos = f.skipped < 0 ? reader.pos : last;
    while (pos < last && ranges[(pos - bodyStart) & mask] === 0) {
      const op = bytes[pos]!;
      if (op === LOCAL_GET && bytes[pos + 1]! < 0x80) {
        // The most frequent one.
        f.getLocal(locals[bytes[pos + 1]!]!);
        pos += 2;
        continue;
      }
      const next = SHORT[op]!(f, decoder, bytes, pos);
      if (next === pos) break;
      pos = next;
    }
    if (f.skipped < 0) reader.pos = pos;
    const op = decoder.next();
    if (f.skipped >= 0) f.skip(op, decoder);
    else {
      if (metered) meterBulk(f, op);
      f.known = ranges[(decoder.offset - bodyStart) & mask]!;
      LOWERINGS[op]!(f, decoder);
      if (f.known !== 0) f.narrowTop(f.known);
    }
    decoder.depth += NESTING[op]!;
    if (decoder.depth <= 0) break;
  }
}
