// What every kernel needs: the export mark and fixed-width names. No library is linked.
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long i64;

#define EXPORT __attribute__((visibility("default")))
#define NOINLINE __attribute__((noinline))

static inline u32 fold64(u64 x) { return (u32)x ^ (u32)(x >> 32); }
