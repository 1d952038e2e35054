#include "shapes.h"

int measured;

int area(int side) { measured++; return side * side; }
int perimeter(int side) { measured++; return 4 * side; }

/* A function of this library alone: its slot is one of those allocated for the library. */
static int diagonal(int side) { measured++; return side * 1414 / 1000; }

static measure table[] = {area, perimeter, diagonal};

measure kept_by_shapes(void) { return table[0]; }
measure measure_at(int index) { return table[index]; }
