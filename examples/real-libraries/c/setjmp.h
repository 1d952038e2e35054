/* wasi-libc has none: longjmp is an exception, which clang writes and libsetjmp.so throws. */
#pragma once

typedef struct { unsigned long words[8]; } jmp_buf[1];

int setjmp(jmp_buf) __attribute__((returns_twice));
_Noreturn void longjmp(jmp_buf, int);
