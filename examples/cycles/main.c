#include "../base.h"

int is_even(unsigned number);
int is_odd(unsigned number);

static void tell(unsigned number) {
  say_number((int)number);
  say(is_even(number) ? " is even\n" : is_odd(number) ? " is odd\n" : " is neither\n");
}

void run(void) {
  tell(0);
  tell(7);
  tell(1000);
}
