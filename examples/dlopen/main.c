#include "../base.h"

void *dlopen(const char *file, int mode);
void *dlsym(void *handle, const char *name);
char *dlerror(void);

typedef int (*operation)(int, int);

int multiplications;

static void calculate(const char *library, int left, int right) {
  void *handle = dlopen(library, 1);
  if (!handle) {
    say("error: ");
    say(dlerror());
    say("\n");
    return;
  }
  operation operate = (operation)dlsym(handle, "operate");
  say_number(left);
  say(" ");
  say(dlsym(handle, "operation_name"));
  say(" ");
  say_number(right);
  say(" is ");
  say_number(operate(left, right));
  say(operate == (operation)dlsym(handle, "operate") ? "\n" : ", by another pointer\n");
}

void run(void) {
  calculate("libplus.so", 40, 2);
  calculate("libpower.so", 2, 10);
  calculate("libminus.so", 1, 1);
  say_number(multiplications);
  say(" multiplications\n");
}
