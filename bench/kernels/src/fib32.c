// The doubly recursive Fibonacci function on 32-bit integers: calls and nothing else.
#include "kernel.h"

static NOINLINE int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

EXPORT int run(int n) { return fib(n); }
