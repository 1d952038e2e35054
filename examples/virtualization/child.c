/* An ordinary WASI program: reads a file, changes it, and reads it again. It knows nothing of being confined. */
typedef unsigned int u32;
typedef unsigned long long u64;

#define WASI(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(name)))

struct buffer { const void *data; u32 size; };

WASI("fd_read") u32 fd_read(u32 fd, const struct buffer *buffers, u32 count, u32 *done);
WASI("fd_write") u32 fd_write(u32 fd, const struct buffer *buffers, u32 count, u32 *done);
WASI("fd_close") u32 fd_close(u32 fd);
WASI("path_open")
u32 path_open(u32 folder, u32 lookup, const char *path, u32 length, u32 flags, u64 rights, u64 inheriting, u32 modes, u32 *fd);

#define FOLDER 3
#define TRUNCATE 8
#define READ 2ull
#define WRITE 64ull

static u32 length(const char *text) {
  u32 count = 0;
  while (text[count]) count++;
  return count;
}

static u32 put(u32 fd, const char *text) {
  struct buffer buffer = {text, length(text)};
  u32 done;
  return fd_write(fd, &buffer, 1, &done);
}

static void say_error(const char *what, u32 error) {
  char digits[] = "00\n";
  digits[0] = (char)('0' + error / 10);
  digits[1] = (char)('0' + error % 10);
  put(1, what);
  put(1, ": error ");
  put(1, digits);
}

static const char name[] = "notes.txt";

static void read_file(void) {
  static char content[64];
  struct buffer buffer = {content, sizeof content - 1};
  u32 fd, done = 0;
  u32 error = path_open(FOLDER, 0, name, length(name), 0, READ, 0, 0, &fd);
  if (error == 0) error = fd_read(fd, &buffer, 1, &done);
  if (error != 0) return say_error("reading", error);
  content[done] = 0;
  put(1, "the file says: ");
  put(1, content);
  put(1, "\n");
  fd_close(fd);
}

static void write_file(const char *text) {
  u32 fd;
  u32 error = path_open(FOLDER, 0, name, length(name), TRUNCATE, WRITE, 0, 0, &fd);
  if (error == 0) error = put(fd, text);
  if (error != 0) return say_error("writing", error);
  fd_close(fd);
}

__attribute__((export_name("_start"))) void _start(void) {
  read_file();
  write_file("changed by the child");
  read_file();
}
