#include "../base.h"

int app(void); /* libapp.so */

void run(void) {
  say("greeting ");
  say_number(app());
  say("\n");
}
