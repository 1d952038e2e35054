/*
 * The main program that both programs share, with wasi-libc: as much of it as they use. It is linked as a library
 * with a memory; `main` is in a library.
 */
#include <stdio.h>
#include <stdlib.h>

void __wasm_call_ctors(void);
int main(int argc, char **argv);

void _start(void) {
  __wasm_call_ctors();
  if (main(0, NULL) != 0) abort();
}
