// What a program of `base.c` said.

import type { ExportsObject } from "../engine/index.ts";

/** The lines that it has said since it was instantiated. */
export function said(exports: ExportsObject): string[] {
  const bytes = new Uint8Array(exports["memory"].buffer as ArrayBuffer, exports["output"].value as number);
  return new TextDecoder()
    .decode(bytes.slice(0, bytes.indexOf(0)))
    .trimEnd()
    .split("\n");
}
