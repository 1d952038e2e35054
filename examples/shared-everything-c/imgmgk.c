#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "libimg.h"
#include "libzip.h"
#include "say.h"

#define SIZE 12

/* libimg calls this through the table. */
static unsigned char disc(int x, int y) {
  int dx = 2 * x - SIZE + 1, dy = 2 * y - SIZE + 1;
  return dx * dx + dy * dy <= SIZE * SIZE ? '#' : ' ';
}

int main(int argc, char **argv) {
  image *drawn = draw(SIZE, SIZE, disc);
  for (size_t y = 0; y < drawn->height; y++) {
    write(1, drawn->pixels + y * drawn->width, drawn->width);
    write(1, "|\n", 2);
  }
  size_t size;
  unsigned char *saved = save(drawn, &size);
  say_number("imgmgk: ", SIZE * SIZE, " pixels");
  say_number(" in ", size, " bytes\n");
  say_number("imgmgk: ", zipped, " bytes were compressed here\n");
  free(saved);
  discard(drawn);
  return 0;
}
