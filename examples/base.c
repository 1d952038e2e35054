#include "base.h"

extern unsigned char __heap_base;
static unsigned char *next = &__heap_base;

/* Memory is given and never taken back. */
void *malloc(unsigned long size) {
  unsigned char *found = (unsigned char *)(((unsigned long)next + 15) & -16ul);
  next = found + size;
  unsigned long pages = ((unsigned long)next + 65535) >> 16;
  unsigned long have = __builtin_wasm_memory_size(0);
  if (pages > have && __builtin_wasm_memory_grow(0, pages - have) == (unsigned long)-1) return 0;
  return found;
}

/* What has been said, one line after the other. */
char output[4096];
static unsigned length;

void say(const char *text) {
  while (*text && length < sizeof output - 1) output[length++] = *text++;
}

void say_number(int number) {
  char digits[12];
  int at = 11;
  unsigned rest = number < 0 ? -(unsigned)number : (unsigned)number;
  digits[at] = 0;
  do digits[--at] = (char)('0' + rest % 10); while (rest /= 10);
  if (number < 0) digits[--at] = '-';
  say(digits + at);
}
