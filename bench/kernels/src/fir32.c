// A 32-tap filter over float32 samples in memory, n passes: float32 loads, multiplications, sums and stores.
#include "kernel.h"

#define TAPS 32
#define SAMPLES 2048
static float input[SAMPLES + TAPS], output[SAMPLES], taps[TAPS];

EXPORT int run(int n) {
  u32 x = 1;
  for (int i = 0; i < SAMPLES + TAPS; i++) x = x * 1664525 + 1013904223, input[i] = (float)(int)(x >> 8) * 1e-7f - 0.8f;
  for (int i = 0; i < TAPS; i++) taps[i] = 1.0f / (float)(i + 2) - 0.1f;
  for (int pass = 0; pass < n; pass++) {
    for (int i = 0; i < SAMPLES; i++) {
      float sum = 0;
      for (int j = 0; j < TAPS; j++) sum += input[i + j] * taps[j];
      output[i] = sum;
    }
    for (int i = 0; i < SAMPLES; i++) input[i] = output[i] * 0.7f + input[i] * 0.3f;
  }
  u32 sum = 0;
  for (int i = 0; i < SAMPLES; i++) sum = sum * 31 + (u32)(int)(output[i] * 65536.0f);
  return (int)sum;
}
