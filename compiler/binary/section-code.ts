// The code section (5.5.13). Bodies are only found, not read: `BodyDecoder` does that when they are validated.

import { MAX_BODY_SIZE, MAX_FUNCTIONS } from "../base/index.ts";
import { type Context, type Draft, readCount } from "./context.ts";
import { codeCountMismatch, hugeBody, tooMuchCode } from "./errors.ts";

export function readCodeSection(context: Context, draft: Draft): void {
  const { reader, limits } = context;
  const offset = reader.pos;
  const bodies = readCount(reader, "function bodies", MAX_FUNCTIONS);
  if (bodies !== draft.functions.length) throw codeCountMismatch(offset, draft.functions.length, bodies);
  for (let count = bodies; count > 0; count--) {
    const size = reader.u32();
    const start = reader.pos;
    if (size > MAX_BODY_SIZE) throw hugeBody(start, size);
    context.codeSize += size;
    if (context.codeSize > limits.code) throw tooMuchCode(start, limits.code);
    reader.skip(size);
    draft.code.push({ bytes: reader.bytes, start, end: reader.pos });
  }
}
