// The doubly recursive Fibonacci function on 64-bit integers: 64-bit parameters and results.
#include "kernel.h"

static NOINLINE i64 fib(i64 n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

EXPORT int run(int n) { return (int)fold64((u64)fib(n)); }
