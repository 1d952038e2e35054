#include "../base.h"

int is_even(unsigned number); /* libeven.so */

int is_odd(unsigned number) { return number == 0 ? 0 : is_even(number - 1); }

/* An address in data, of a function in the other library: a relocation that has to wait for it. */
int (*const opposite)(unsigned) = is_even;

__attribute__((constructor)) static void start(void) { say("libodd.so is ready\n"); }
