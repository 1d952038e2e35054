/* Writes a text, a number and a text. */
static void say_number(const char *before, size_t number, const char *after) {
  char digits[12];
  int at = sizeof digits;
  do digits[--at] = (char)('0' + number % 10); while (number /= 10);
  write(1, before, strlen(before));
  write(1, digits + at, sizeof digits - (size_t)at);
  write(1, after, strlen(after));
}
