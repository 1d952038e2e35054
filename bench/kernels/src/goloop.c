// Loops as Go's compiler writes them: counters, lengths and addresses are 64-bit and wrapped to 32 only at the access.
#include "kernel.h"

static i64 cells[8192];
static volatile i64 length;

static u64 base_of(i64 *p) { return (u64)(unsigned long)p; }
#ifdef __wasm__
#define AT(address) ((i64 *)(u32)(address))
#else
#define AT(address) ((i64 *)(address))
#endif

static NOINLINE i64 sum(u64 base, i64 from, i64 to) {
  i64 total = 0;
  for (i64 i = from; i < to; i++) {
    if ((u64)i >= (u64)length) return -1;
    total += *AT(base + ((u64)i << 3));
  }
  return total;
}

EXPORT int run(int n) {
  length = 8192;
  for (i64 i = 0; i < 8192; i++) cells[i] = i * 3 - 4096;
  i64 total = 0;
  for (i64 round = 0; round < n; round++) {
    total += sum(base_of(cells), round & 63, 8192 - (round & 127));
    *AT(base_of(cells) + ((u64)(round & 8191) << 3)) += round;
  }
  return (int)fold64((u64)total);
}
