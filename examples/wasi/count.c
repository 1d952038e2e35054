// Counts lines, words and bytes of files, or of standard input: arguments, reading files, an exit code.

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static void print(int to, const char *text) { write(to, text, strlen(text)); }

static void number(unsigned long value) {
  char digits[24], *at = digits + sizeof digits;
  *--at = 0;
  do *--at = '0' + value % 10; while (value /= 10);
  print(1, at);
  print(1, " ");
}

static void count(int file, const char *name) {
  unsigned long lines = 0, words = 0, bytes = 0;
  char buffer[4096];
  int inside = 0;
  for (long got; (got = read(file, buffer, sizeof buffer)) > 0; bytes += got)
    for (long i = 0; i < got; i++) {
      int space = buffer[i] == ' ' || (buffer[i] >= '\t' && buffer[i] <= '\r');
      lines += buffer[i] == '\n';
      words += inside && space;
      inside = !space;
    }
  number(lines);
  number(words + inside);
  number(bytes);
  print(1, name);
  print(1, "\n");
}

int main(int argc, char **argv) {
  int failed = 0;
  if (argc < 2) count(0, "-");
  for (int i = 1; i < argc; i++) {
    int file = open(argv[i], O_RDONLY);
    if (file < 0) {
      print(2, argv[i]);
      print(2, ": cannot be read\n");
      failed = 1;
      continue;
    }
    count(file, argv[i]);
    close(file);
  }
  return failed;
}
