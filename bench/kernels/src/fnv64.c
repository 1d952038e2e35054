// FNV-1a of 64 bits over n bytes read from memory: one 64-bit multiplication a byte, in a dependent chain.
#include "kernel.h"

static u8 data[65536];

EXPORT int run(int n) {
  for (int i = 0; i < 65536; i++) data[i] = (u8)(i * 167 + (i >> 8));
  u64 h = 0xcbf29ce484222325ULL;
  for (int i = 0; i < n; i++) h = (h ^ data[i & 65535]) * 0x100000001b3ULL;
  return (int)fold64(h);
}
