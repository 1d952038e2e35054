// The xorshift generator of 64 bits: shifts by constants and exclusive or.
#include "kernel.h"

EXPORT int run(int n) {
  u64 x = 88172645463325252ULL;
  u32 sum = 0;
  for (int i = 0; i < n; i++) x ^= x << 13, x ^= x >> 7, x ^= x << 17, sum += (u32)x;
  return (int)(sum ^ fold64(x));
}
