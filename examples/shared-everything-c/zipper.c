#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "libzip.h"
#include "say.h"

static const char text[] = "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd";

int main(int argc, char **argv) {
  size_t size;
  unsigned char *packed = zip((const unsigned char *)text, strlen(text), &size);
  char unpacked[sizeof text];
  size_t length = unzip(packed, size, (unsigned char *)unpacked, sizeof unpacked);
  say_number("zipper: ", strlen(text), " bytes");
  say_number(" in ", size, length == strlen(text) && memcmp(text, unpacked, length) == 0 ? ", and back\n" : "\n");
  say_number("zipper: ", zipped, " bytes were compressed here\n");
  free(packed);
  return 0;
}
