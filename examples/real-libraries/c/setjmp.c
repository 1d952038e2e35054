/*
 * What clang's code for setjmp and longjmp calls (-mllvm -wasm-enable-sjlj). Each function that calls setjmp keeps a table
 * of the calls it has passed: the number that the jmp_buf holds, and where in the function to go on.
 */
typedef unsigned int u32;

struct entry { u32 number, label; };

void *realloc(void *, unsigned long);

static u32 last_number;
static u32 second_result;
static struct { void *buffer; int value; } thrown;

u32 getTempRet0(void) { return second_result; }

/* Adds a call to a table of `size` entries and a zero; gives the table, and its size as a second result. */
struct entry *saveSetjmp(u32 *buffer, u32 label, struct entry *table, u32 size) {
  u32 used = 0;
  while (used < size && table[used].number != 0) used++;
  if (used == size) {
    size *= 2;
    table = realloc(table, sizeof(struct entry) * (size + 1));
  }
  *buffer = ++last_number;
  table[used].number = last_number;
  table[used].label = label;
  table[used + 1].number = 0;
  second_result = size;
  return table;
}

/* The label of the call with a number; 0: it is another function's. */
u32 testSetjmp(u32 number, const struct entry *table, u32 size) {
  for (u32 at = 0; at < size && table[at].number != 0; at++)
    if (table[at].number == number) return table[at].label;
  return 0;
}

_Noreturn void __wasm_longjmp(void *buffer, int value) {
  thrown.buffer = buffer;
  thrown.value = value == 0 ? 1 : value;
  __builtin_wasm_throw(1, &thrown); /* the tag __c_longjmp */
}
