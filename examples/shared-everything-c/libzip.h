/* Compresses bytes by counting runs. */
#include <stddef.h>

/* Returns allocated memory, and its size in `*packed`. */
unsigned char *zip(const unsigned char *bytes, size_t size, size_t *packed);
size_t unzip(const unsigned char *packed, size_t size, unsigned char *bytes, size_t room);

/* How many bytes have been compressed. */
extern size_t zipped;
