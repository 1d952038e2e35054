// Copies strings byte by byte and measures them, n times: 8-bit loads and stores in tight loops.
#include "kernel.h"

static u8 from[16384], to[16384];

static NOINLINE u32 length(const u8 *s) {
  u32 n = 0;
  while (s[n]) n++;
  return n;
}

static NOINLINE void copy(u8 *d, const u8 *s) {
  while ((*d++ = *s++)) {}
}

EXPORT int run(int n) {
  for (int i = 0; i < 16383; i++) from[i] = (u8)(1 + i % 250);
  from[16383] = 0;
  u32 total = 0;
  for (int i = 0; i < n; i++) {
    copy(to, from + (i & 1023));
    total += length(to) + to[i & 4095];
  }
  return (int)total;
}
