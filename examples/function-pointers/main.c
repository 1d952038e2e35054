#include "../base.h"
#include "shapes.h"

measure measure_at(int index);

static measure kept = area;

static void tell(const char *what, int is_so) {
  say(what);
  say(is_so ? ": the same\n" : ": different\n");
}

static int twice(int side) { return apply(area, side) * 2; }

void run(void) {
  tell("area in the main program and in libshapes", kept == kept_by_shapes());
  tell("area in libshapes and in libdraw", kept_by_shapes() == kept_by_draw());
  tell("area and perimeter", area == perimeter);
  say("called from libdraw by pointer: ");
  say_number(apply(area, 7));
  say(", ");
  say_number(apply(measure_at(2), 100));
  say(", ");
  say_number(apply(twice, 5));
  say("\nmeasured, as libdraw sees it: ");
  say_number(count_by_draw());
  say("\n");
}
