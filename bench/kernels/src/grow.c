// Grows its memory by a page in each of n rounds, and reads and writes the newest page and older ones between: a growing heap.
// It is run on a fresh instance each time, as memory cannot shrink.
#include "kernel.h"

#define PAGE 65536

#ifdef __wasm__
static u32 *grow(void) { return (u32 *)(__builtin_wasm_memory_grow(0, 1) * PAGE); }
#else
static u8 arena[PAGE * 128];
static u32 *grow(void) {
  static int pages = 0;
  return (u32 *)(arena + PAGE * pages++);
}
#endif

EXPORT int run(int n) {
  u32 x = 1, sum = 0;
  u32 *first = grow();
  for (int round = 1; round < n; round++) {
    u32 *page = grow();
    for (int i = 0; i < PAGE / 4; i++) {
      x = x * 1664525 + 1013904223;
      page[i] = x ^ sum;
      sum += first[x >> 18] + (u32)i;
      first[(x >> 8) & 16383] = sum;
    }
  }
  return (int)sum;
}
