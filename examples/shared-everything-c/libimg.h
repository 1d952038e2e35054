/* Images of one byte a pixel. */
#include <stddef.h>

typedef struct { size_t width, height; unsigned char *pixels; } image;

/* A pixel for a point: the caller says what to draw. */
typedef unsigned char (*shader)(int x, int y);

image *draw(size_t width, size_t height, shader shade);
/* The image compressed by libzip; its size in `*size`. */
unsigned char *save(const image *drawn, size_t *size);
void discard(image *drawn);
