// A linear congruential generator of 64 bits: a multiplication and an addition a step, nothing else.
#include "kernel.h"

EXPORT int run(int n) {
  u64 x = (u64)n;
  u32 sum = 0;
  for (int i = 0; i < n; i++) x = x * 6364136223846793005ULL + 1442695040888963407ULL, sum += (u32)(x >> 33);
  return (int)(sum ^ fold64(x));
}
