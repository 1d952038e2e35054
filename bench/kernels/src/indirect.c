// Calls through a table to eight targets in random order.
#include "kernel.h"

typedef int (*Step)(int, int);
static NOINLINE int f0(int x, int i) { return x + i; }
static NOINLINE int f1(int x, int i) { return x ^ (i << 3); }
static NOINLINE int f2(int x, int i) { return (int)((u32)x * 31u) + i; }
static NOINLINE int f3(int x, int i) { return (int)((u32)x >> 3) - i; }
static NOINLINE int f4(int x, int i) { return x & ~i; }
static NOINLINE int f5(int x, int i) { return x | (i & 255); }
static NOINLINE int f6(int x, int i) { return i - x; }
static NOINLINE int f7(int x, int i) { return (x << 5) ^ (int)((u32)x >> 27) ^ i; }
static const Step steps[8] = {f0, f1, f2, f3, f4, f5, f6, f7};

EXPORT int run(int n) {
  u32 random = 7;
  int x = 1;
  for (int i = 0; i < n; i++) {
    random = random * 1664525 + 1013904223;
    x = (int)((u32)steps[random >> 29](x, i) + random);
  }
  return x;
}
