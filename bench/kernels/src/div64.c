// Unsigned and signed 64-bit division and remainder over operands of mixed sizes: small by small, large by small, large by large.
#include "kernel.h"

EXPORT int run(int n) {
  u64 x = 0x9E3779B97F4A7C15ULL, sum = 0;
  for (int i = 0; i < n; i++) {
    x = x * 6364136223846793005ULL + 1442695040888963407ULL;
    u64 a = x >> (i & 31), b = (x * 0xD1342543DE82EF95ULL >> (i * 7 & 63)) | 1;
    sum += a / b + a % (b >> 3 | 1);
    sum ^= (u64)((i64)x / (i64)(b | 2)) + (u64)((i64)a % 1000003);
    sum += x / 10 + x % 10;
  }
  return (int)fold64(sum);
}
