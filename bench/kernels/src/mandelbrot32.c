// The Mandelbrot set on an n by n grid with float arithmetic in registers: no memory at all.
#include "kernel.h"

EXPORT int run(int n) {
  u32 sum = 0;
  for (int py = 0; py < n; py++)
    for (int px = 0; px < n; px++) {
      float cx = (float)px * 3.0f / (float)n - 2.2f, cy = (float)py * 2.4f / (float)n - 1.2f, x = 0, y = 0;
      int i = 0;
      for (; i < 100; i++) {
        float xx = x * x, yy = y * y;
        if (xx + yy > 4.0f) break;
        y = 2.0f * x * y + cy;
        x = xx - yy + cx;
      }
      sum = sum * 3 + (u32)i;
    }
  return (int)sum;
}
