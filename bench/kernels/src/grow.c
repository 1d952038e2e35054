// Grows its memory by a page every 16th round, and reads and writes all over it between: what a growing heap costs.
// The memory is at most 256 pages; later rounds grow by nothing, which is what repeated runs measure.
#include "kernel.h"

static u32 cells[16384];

EXPORT int run(int n) {
  u32 x = 1, sum = 0;
  for (u32 i = 0; i < 16384; i++) cells[i] = i;
#ifdef __wasm__
  for (int round = 0; round < n; round++) {
    if ((round & 15) == 0) __builtin_wasm_memory_grow(0, __builtin_wasm_memory_size(0) < 256 ? 1 : 0);
#else
  for (int round = 0; round < n; round++) {
#endif
    for (int i = 0; i < 1024; i++) {
      x = x * 1664525 + 1013904223;
      u32 *cell = &cells[x >> 18];
      sum += *cell;
      *cell = sum ^ x;
    }
  }
  return (int)sum;
}
