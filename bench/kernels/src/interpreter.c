// A small register machine like SQLite's: instructions of four words in memory, a loop around one switch (br_table).
#include "kernel.h"

enum { LOADK, MOVE, ADD, SUB, MUL, AND, XOR, SHR, LT, EQ, JMP, JNZ, LOAD, STORE, ADDK, INC, HALT };
typedef struct { u8 op, a; u16 b; int c; } Instruction;

static int registers[64], heap[4096];
static Instruction program[128];
static int length;

static int emit(int op, int a, int b, int c) {
  program[length] = (Instruction){(u8)op, (u8)a, (u16)b, c};
  return length++;
}

static NOINLINE int execute(void) {
  int pc = 0, steps = 0;
  int *r = registers;
  for (;;) {
    const Instruction *i = &program[pc++];
    steps++;
    switch (i->op) {
      case LOADK: r[i->a] = i->c; break;
      case MOVE: r[i->a] = r[i->b]; break;
      case ADD: r[i->a] = (int)((u32)r[i->b] + (u32)r[i->c]); break;
      case SUB: r[i->a] = (int)((u32)r[i->b] - (u32)r[i->c]); break;
      case MUL: r[i->a] = (int)((u32)r[i->b] * (u32)r[i->c]); break;
      case AND: r[i->a] = r[i->b] & r[i->c]; break;
      case XOR: r[i->a] = r[i->b] ^ r[i->c]; break;
      case SHR: r[i->a] = (int)((u32)r[i->b] >> (r[i->c] & 31)); break;
      case LT: r[i->a] = r[i->b] < r[i->c]; break;
      case EQ: r[i->a] = r[i->b] == r[i->c]; break;
      case JMP: pc = i->c; break;
      case JNZ: if (r[i->a]) pc = i->c; break;
      case LOAD: r[i->a] = heap[r[i->b] & 4095]; break;
      case STORE: heap[r[i->b] & 4095] = r[i->a]; break;
      case ADDK: r[i->a] = (int)((u32)r[i->b] + (u32)i->c); break;
      case INC: r[i->a]++; break;
      default: return steps;
    }
  }
}

EXPORT int run(int n) {
  length = 0;
  for (int i = 0; i < 4096; i++) heap[i] = i * 17;
  emit(LOADK, 0, 0, 0), emit(LOADK, 1, 0, n), emit(LOADK, 2, 0, 40503), emit(LOADK, 3, 0, 5), emit(LOADK, 4, 0, 1);
  int top = emit(MUL, 5, 0, 2);
  emit(SHR, 6, 5, 3), emit(LOAD, 7, 6, 0), emit(ADD, 4, 4, 7), emit(XOR, 8, 4, 5), emit(STORE, 8, 0, 0);
  emit(AND, 9, 8, 4);
  int skip = emit(JNZ, 9, 0, 0);
  emit(ADDK, 4, 4, 77), emit(MOVE, 10, 4, 0), emit(SUB, 4, 10, 6);
  program[skip].c = emit(INC, 0, 0, 0);
  emit(LT, 11, 0, 1), emit(JNZ, 11, 0, top), emit(HALT, 0, 0, 0);
  int steps = execute();
  return registers[4] ^ registers[8] ^ steps;
}
