/*
 * The main program that both programs share: a memory with an allocator, what the libraries use of a libc, and the start
 * of a command, whose `main` is in a library. It can be exchanged for wasi-libc (wasi-libc.c).
 */
typedef unsigned long size_t;
typedef unsigned char byte;

struct buffer { const void *data; size_t size; };

__attribute__((import_module("wasi_snapshot_preview1"), import_name("fd_write")))
int fd_write(int fd, const struct buffer *buffers, size_t count, size_t *done);

int main(int argc, char **argv);

void *memcpy(void *to, const void *from, size_t size) {
  for (size_t at = 0; at < size; at++) ((byte *)to)[at] = ((const byte *)from)[at];
  return to;
}

void *memset(void *to, int value, size_t size) {
  for (size_t at = 0; at < size; at++) ((byte *)to)[at] = (byte)value;
  return to;
}

int memcmp(const void *left, const void *right, size_t size) {
  for (size_t at = 0; at < size; at++) {
    int difference = ((const byte *)left)[at] - ((const byte *)right)[at];
    if (difference) return difference;
  }
  return 0;
}

size_t strlen(const char *text) {
  size_t length = 0;
  while (text[length]) length++;
  return length;
}

/* Blocks have their size before them; those that are free are in a list. */
struct block { size_t size; struct block *next; };

#define HEADER 16

extern byte __heap_base;
static byte *end = &__heap_base;
static struct block *unused;

static void *grow(size_t size) {
  struct block *block = (struct block *)(((size_t)end + 15) & -16ul);
  end = (byte *)block + HEADER + size;
  size_t pages = ((size_t)end + 65535) >> 16, have = __builtin_wasm_memory_size(0);
  if (pages > have && __builtin_wasm_memory_grow(0, pages - have) == (size_t)-1) return 0;
  block->size = size;
  return (byte *)block + HEADER;
}

void *malloc(size_t size) {
  for (struct block **at = &unused; *at; at = &(*at)->next) {
    struct block *block = *at;
    if (block->size < size) continue;
    *at = block->next;
    return (byte *)block + HEADER;
  }
  return grow(size);
}

void free(void *address) {
  if (!address) return;
  struct block *block = (struct block *)((byte *)address - HEADER);
  block->next = unused;
  unused = block;
}

long write(int fd, const void *data, size_t size) {
  struct buffer buffer = {data, size};
  size_t done;
  return fd_write(fd, &buffer, 1, &done) ? -1 : (long)done;
}

void _start(void) {
  if (main(0, 0)) __builtin_trap();
}
