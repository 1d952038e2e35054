// Where segments go: constant expressions as far as LLVM's linker writes them.

import { Reader } from "../base/index.ts";
import type { Span } from "../model/index.ts";

const I32_CONST = 0x41;
const GLOBAL_GET = 0x23;
const I32_ADD = 0x6a;
const END = 0x0b;

/** A number, or a number added to a global. */
export interface Offset {
  readonly global: number | undefined;
  readonly value: number;
}

/** Reads `i32.const`, `global.get`, or a sum of them; undefined for every other expression. */
export function readOffset({ bytes, start, end }: Span): Offset | undefined {
  const from = new Reader(bytes, start, end);
  let global: number | undefined;
  let value = 0;
  for (;;) {
    const opcode = from.u8();
    if (opcode === I32_CONST) value += from.s32();
    else if (opcode === GLOBAL_GET && global === undefined) global = from.u32();
    else if (opcode === END) return { global, value };
    else if (opcode !== I32_ADD) return undefined;
  }
}
