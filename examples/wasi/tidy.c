// Puts files into folders by their extension and keeps a log: writing, making, moving, removing and listing files, the
// environment, the clock, random numbers, and exit codes.

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void print(int to, const char *text) { write(to, text, strlen(text)); }

static void fail(const char *what, const char *path) {
  print(2, what);
  print(2, " ");
  print(2, path);
  print(2, "\n");
  exit(10 + (errno == ENOENT) + 2 * (errno == ENOTCAPABLE));
}

static void join(char *to, const char *folder, const char *name) {
  strcpy(to, folder);
  strcat(to, "/");
  strcat(to, name);
}

static void move(const char *folder, const char *name, const char *extension) {
  char from[256], to[256];
  join(from, folder, name);
  join(to, folder, extension);
  if (mkdir(to, 0777) != 0 && errno != EEXIST) fail("mkdir", to);
  strcat(to, "/");
  strcat(to, name);
  if (rename(from, to) != 0) fail("rename", from);
  print(1, from);
  print(1, " -> ");
  print(1, to);
  print(1, "\n");
}

static void log_run(const char *folder) {
  char path[256], random[8];
  struct timespec now;
  const char *user = getenv("USER");
  join(path, folder, "log");
  int file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0666);
  if (file < 0) fail("open", path);
  print(file, "tidied by ");
  print(file, user ? user : "nobody");
  print(file, "\n");
  close(file);
  if (clock_gettime(CLOCK_REALTIME, &now) != 0 || now.tv_sec < 1600000000) fail("clock", path);
  if (getentropy(random, sizeof random) != 0) fail("random", path);
}

int main(int argc, char **argv) {
  const char *folder = argc > 1 ? argv[1] : "/";
  char names[64][64];
  int count = 0;
  DIR *directory = opendir(folder);
  if (!directory) fail("opendir", folder);
  for (struct dirent *entry; count < 64 && (entry = readdir(directory));) {
    const char *dot = strrchr(entry->d_name, '.');
    if (entry->d_type == DT_REG && dot && dot[1] && strlen(entry->d_name) < 64) strcpy(names[count++], entry->d_name);
  }
  closedir(directory);
  for (int i = 0; i < count; i++) {
    const char *extension = strrchr(names[i], '.') + 1;
    char path[256];
    join(path, folder, names[i]);
    if (strcmp(extension, "tmp") != 0) move(folder, names[i], extension);
    else if (unlink(path) != 0) fail("unlink", path);
  }
  log_run(folder);
  return 0;
}
