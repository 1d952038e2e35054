// The main program where there is none, only libraries: a memory with a stack, and a table. The heap begins where the
// libraries that the allocator is made of end.

import { parse } from "../text/index.ts";
import { HEAP_BASE, HEAP_END, MEMORY, STACK_POINTER, TABLE } from "./symbols.ts";
import type { Input } from "./unit.ts";

/** One page, from which the stack grows down to address 0, so that an overflow traps. */
const STACK_SIZE = 65536;

const TEXT = `(module
  (memory (export "${MEMORY}") 1)
  (table (export "${TABLE}") 1 funcref)
  (global (export "${STACK_POINTER}") (mut i32) (i32.const ${STACK_SIZE}))
  (global (export "${HEAP_BASE}") i32 (i32.const 0))
  (global (export "${HEAP_END}") i32 (i32.const 0)))`;

/** A main program without code. Its heap's bounds are those that `GOT.mem` has. */
export const baseProgram = (): Input => ({ name: "the base", bytes: parse(TEXT) });
