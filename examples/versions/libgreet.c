#include "libgreet.h"

#if VERSION < 20
int greeting(int name) { return VERSION * 1000 + name; }
#else
int greeting(int name, int language) { return VERSION * 1000 + name * language; }
#endif
#if VERSION > 10
int farewell(int name) { return -VERSION * 1000 - name; }
#endif
