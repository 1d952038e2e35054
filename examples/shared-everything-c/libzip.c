#include "libzip.h"
#include <stdlib.h>

size_t zipped;

unsigned char *zip(const unsigned char *bytes, size_t size, size_t *packed) {
  unsigned char *result = malloc(2 * size + 1);
  size_t to = 0;
  for (size_t at = 0; at < size;) {
    size_t run = 1;
    while (run < 255 && at + run < size && bytes[at + run] == bytes[at]) run++;
    result[to++] = (unsigned char)run;
    result[to++] = bytes[at];
    at += run;
  }
  zipped += size;
  *packed = to;
  return result;
}

size_t unzip(const unsigned char *packed, size_t size, unsigned char *bytes, size_t room) {
  size_t to = 0;
  for (size_t at = 0; at + 1 < size; at += 2)
    for (unsigned run = packed[at]; run > 0 && to < room; run--) bytes[to++] = packed[at + 1];
  return to;
}
