/*
 * The main program that both programs share: wasi-libc, and the start of a command, whose `main` is in a library. A
 * `_start` of its own keeps wasm-ld from wrapping every export in constructors and destructors.
 */
#include <stdio.h>
#include <stdlib.h>

void __wasm_call_ctors(void);
int __main_void(void);

void _start(void) {
  __wasm_call_ctors();
  int code = __main_void();
  if (code != 0) exit(code);
  fflush(NULL);
}

/* Lua's os.execute and io.tmpfile: WASI has neither. */
int system(const char *command) {
  (void)command;
  return -1;
}

FILE *tmpfile(void) { return NULL; }
