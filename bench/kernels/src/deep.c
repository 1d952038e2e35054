// Builds and walks a list by recursion 2,000 deep, n times: long call chains, a frame with locals alive across the call.
#include "kernel.h"

static NOINLINE u32 walk(u32 depth, u32 a, u32 b, u32 c) {
  if (depth == 0) return a ^ b ^ c;
  u32 inner = walk(depth - 1, b + depth, c ^ a, a * 3);
  return (inner << 1 ^ a * depth) + (b ^ c);
}

EXPORT int run(int n) {
  u32 sum = 0;
  for (u32 i = 0; i < (u32)n; i++) sum = sum * 7 + walk(2000, i, sum, i ^ 5);
  return (int)sum;
}
