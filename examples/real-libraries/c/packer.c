/* The first program: packs a text with zlib, and unpacks it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "zlib.h"

/* A data symbol of libz.so. */
extern const char deflate_copyright[];

/* Callbacks: libz.so calls them through the table. */
static unsigned allocations;
static size_t allocated;

static voidpf allocate(voidpf opaque, uInt items, uInt size) {
  (void)opaque;
  allocations++;
  allocated += (size_t)items * size;
  return calloc(items, size);
}

static void release(voidpf opaque, voidpf address) {
  (void)opaque;
  free(address);
}

static uLong pack(const char *text, uLong size, unsigned char *to, uLong room) {
  z_stream stream = {.zalloc = allocate, .zfree = release};
  if (deflateInit(&stream, Z_BEST_COMPRESSION) != Z_OK) return 0;
  stream.next_in = (Bytef *)text;
  stream.avail_in = (uInt)size;
  stream.next_out = to;
  stream.avail_out = (uInt)room;
  int result = deflate(&stream, Z_FINISH);
  deflateEnd(&stream);
  return result == Z_STREAM_END ? stream.total_out : 0;
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  static char text[100000];
  size_t size = 0;
  for (int line = 0; line < 1000; line++) size += (size_t)sprintf(text + size, "%d: %s\n", line, argv[1]);
  static unsigned char packed[100000], unpacked[100000];
  uLong packed_size = pack(text, size, packed, sizeof packed);
  uLongf unpacked_size = sizeof unpacked;
  int result = uncompress(unpacked, &unpacked_size, packed, packed_size);
  int same = result == Z_OK && unpacked_size == size && memcmp(text, unpacked, size) == 0;
  printf("packer: zlib %s,%.40s\n", zlibVersion(), deflate_copyright);
  printf("packer: %zu bytes packed in %lu, unpacked they are %s\n", size, packed_size, same ? "the same" : "others");
  printf("packer: %u calls of its allocator, crc32 %08lx\n", allocations, crc32(0, (const Bytef *)text, (uInt)size));
  return same ? 0 : 1;
}
