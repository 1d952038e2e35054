#include "libimg.h"
#include <stdlib.h>
#include "libzip.h"

image *draw(size_t width, size_t height, shader shade) {
  image *made = malloc(sizeof *made);
  made->width = width;
  made->height = height;
  made->pixels = malloc(width * height);
  for (size_t y = 0; y < height; y++)
    for (size_t x = 0; x < width; x++)
      made->pixels[y * width + x] = shade((int)x, (int)y);
  return made;
}

unsigned char *save(const image *drawn, size_t *size) {
  return zip(drawn->pixels, drawn->width * drawn->height, size);
}

void discard(image *drawn) {
  free(drawn->pixels);
  free(drawn);
}
