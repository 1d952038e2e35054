// The instructions that allocate a library's bases, in its glue.

import type { DylinkInfo } from "./dylink-section.ts";

/** Identifiers of what allocates, each made when it is asked for. */
export interface Allocators {
  readonly memory: () => string;
  /** Undefined before there is an allocator: the memory grows by whole pages. */
  readonly malloc: (() => string) | undefined;
  readonly ftalloc: () => string;
}

const PAGE = 65536;

/** Sets `$__memory_base` and `$__table_base`; uses a local `$base`. The memory is zeroed, as the allocator's may be dirty. */
export function allocation(info: DylinkInfo, allocators: Allocators): string[] {
  return [...memoryAllocation(info, allocators), ...tableAllocation(info, allocators)];
}

function memoryAllocation({ memorySize, memoryAlign }: DylinkInfo, { memory, malloc }: Allocators): string[] {
  if (memorySize === 0) return [];
  const failed = "(then unreachable)";
  const allocated =
    malloc === undefined
      ? [
          `(local.set $base (memory.grow ${memory()} (i32.const ${Math.ceil((memorySize + memoryAlign - 1) / PAGE)})))`,
          `(if (i32.eq (local.get $base) (i32.const -1)) ${failed})`,
          `(local.set $base (i32.mul (local.get $base) (i32.const ${PAGE})))`,
        ]
      : [
          `(local.set $base (call ${malloc()} (i32.const ${memorySize + memoryAlign - 1})))`,
          `(if (i32.eqz (local.get $base)) ${failed})`,
        ];
  return [
    ...allocated,
    `(global.set $__memory_base ${aligned(memoryAlign)})`,
    `(memory.fill ${memory()} (global.get $__memory_base) (i32.const 0) (i32.const ${memorySize}))`,
  ];
}

function tableAllocation({ tableSize, tableAlign }: DylinkInfo, { ftalloc }: Allocators): string[] {
  if (tableSize === 0) return [];
  return [
    `(local.set $base (call ${ftalloc()} (i32.const ${tableSize + tableAlign - 1})))`,
    `(global.set $__table_base ${aligned(tableAlign)})`,
  ];
}

/** `$base`, rounded up. */
const aligned = (align: number): string =>
  align === 1
    ? "(local.get $base)"
    : `(i32.and (i32.add (local.get $base) (i32.const ${align - 1})) (i32.const ${-align}))`;
