/* Built with the header of version 1.0. */
#define VERSION 10
#include "libgreet.h"

int app(void) { return greeting(7); }
