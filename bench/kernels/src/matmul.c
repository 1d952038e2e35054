// A product of two n by n matrices of float64 whose entries are small whole numbers: V8 is tempted to multiply them as integers.
#include "kernel.h"

#define MAX 128
static double a[MAX][MAX], b[MAX][MAX], c[MAX][MAX];

EXPORT int run(int n) {
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) a[i][j] = (i * 7 + j * 3) % 11, b[i][j] = (i * 5 + j) % 13;
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++) {
      double sum = 0;
      for (int k = 0; k < n; k++) sum += a[i][k] * b[k][j];
      c[i][j] = sum;
    }
  double trace = 0;
  for (int i = 0; i < n; i++) trace += c[i][i] * (i + 1) + c[i][n - 1 - i];
  return (int)trace;
}
