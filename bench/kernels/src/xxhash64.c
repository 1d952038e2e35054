// xxHash64's inner rounds over 32 KiB, n times: four lanes of 64-bit multiplication and rotation.
#include "kernel.h"

#define P1 0x9E3779B185EBCA87ULL
#define P2 0xC2B2AE3D27D4EB4FULL
#define P3 0x165667B19E3779F9ULL
#define P4 0x85EBCA77C2B2AE63ULL
#define SIZE 32768
static u64 data[SIZE / 8];

#define ROL(x, n) (((x) << (n)) | ((x) >> (64 - (n))))

static u64 mix(u64 acc, u64 lane) { return ROL(acc + lane * P2, 31) * P1; }
static u64 merge(u64 acc, u64 v) { return (acc ^ mix(0, v)) * P1 + P4; }

static u64 hash(u64 seed) {
  u64 v1 = seed + P1 + P2, v2 = seed + P2, v3 = seed, v4 = seed - P1;
  for (int i = 0; i < SIZE / 8; i += 4)
    v1 = mix(v1, data[i]), v2 = mix(v2, data[i + 1]), v3 = mix(v3, data[i + 2]), v4 = mix(v4, data[i + 3]);
  u64 h = ROL(v1, 1) + ROL(v2, 7) + ROL(v3, 12) + ROL(v4, 18);
  h = merge(merge(merge(merge(h, v1), v2), v3), v4) + SIZE;
  h ^= h >> 33, h *= P2, h ^= h >> 29, h *= P3, h ^= h >> 32;
  return h;
}

EXPORT int run(int n) {
  for (int i = 0; i < SIZE / 8; i++) data[i] = (u64)i * 0x0123456789abcdefULL;
  u64 h = 0;
  for (int i = 0; i < n; i++) h = hash(h);
  return (int)fold64(h);
}
