#include "../base.h"

int is_odd(unsigned number); /* libodd.so */

int is_even(unsigned number) { return number == 0 ? 1 : is_odd(number - 1); }

__attribute__((constructor)) static void start(void) { say("libeven.so is ready\n"); }
