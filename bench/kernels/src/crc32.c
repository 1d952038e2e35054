// CRC-32 by table over n bytes: a byte load, a table load and a shift, in a dependent chain.
#include "kernel.h"

static u32 table[256];
static u8 data[65536];

EXPORT int run(int n) {
  for (u32 i = 0; i < 256; i++) {
    u32 c = i;
    for (int j = 0; j < 8; j++) c = c & 1 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
    table[i] = c;
  }
  for (int i = 0; i < 65536; i++) data[i] = (u8)(i * 7 + (i >> 9));
  u32 crc = ~0u;
  for (int i = 0; i < n; i++) crc = table[(crc ^ data[i & 65535]) & 255] ^ (crc >> 8);
  return (int)~crc;
}
