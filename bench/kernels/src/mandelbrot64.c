// The Mandelbrot set on an n by n grid with double arithmetic in registers: no memory at all.
#include "kernel.h"

EXPORT int run(int n) {
  u32 sum = 0;
  for (int py = 0; py < n; py++)
    for (int px = 0; px < n; px++) {
      double cx = (double)px * 3.0 / (double)n - 2.2, cy = (double)py * 2.4 / (double)n - 1.2, x = 0, y = 0;
      int i = 0;
      for (; i < 100; i++) {
        double xx = x * x, yy = y * y;
        if (xx + yy > 4.0) break;
        y = 2.0 * x * y + cy;
        x = xx - yy + cx;
      }
      sum = sum * 3 + (u32)i;
    }
  return (int)sum;
}
