// The code section (5.5.13). Bodies are only found, not read: `BodyDecoder` does that when they are validated.

import { MAX_BODY_SIZE, MAX_FUNCTIONS } from "../base/index.ts";
import { type Context, type Draft, readCount } from "./context.ts";
import { codeCountMismatch, hugeBody } from "./errors.ts";

export function readCodeSection({ reader }: Context, draft: Draft): void {
  const offset = reader.pos;
  const bodies = readCount(reader, "function bodies", MAX_FUNCTIONS);
  if (bodies !== draft.functions.length) throw codeCountMismatch(offset, draft.functions.length, bodies);
  for (let count = bodies; count > 0; count--) {
    const size = reader.u32();
    const start = reader.pos;
    if (size > MAX_BODY_SIZE) throw hugeBody(start, size);
    reader.skip(size);
    draft.code.push({ bytes: reader.bytes, start, end: reader.pos });
  }
}
