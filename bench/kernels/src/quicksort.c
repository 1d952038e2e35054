// Sorts n pseudo-random 32-bit integers by quicksort with insertion sort at the leaves: unpredictable branches, recursion.
#include "kernel.h"

static int a[65536];

static void insertion(int lo, int hi) {
  for (int i = lo + 1; i <= hi; i++) {
    int x = a[i], j = i - 1;
    while (j >= lo && a[j] > x) a[j + 1] = a[j], j--;
    a[j + 1] = x;
  }
}

static NOINLINE void sort(int lo, int hi) {
  while (hi - lo > 12) {
    int pivot = a[(lo + hi) >> 1], i = lo, j = hi;
    while (i <= j) {
      while (a[i] < pivot) i++;
      while (a[j] > pivot) j--;
      if (i <= j) {
        int t = a[i];
        a[i++] = a[j], a[j--] = t;
      }
    }
    if (j - lo < hi - i) sort(lo, j), lo = i;
    else sort(i, hi), hi = j;
  }
  insertion(lo, hi);
}

EXPORT int run(int n) {
  u32 x = 12345, sum = 0;
  for (int i = 0; i < n; i++) x = x * 1664525 + 1013904223, a[i] = (int)x;
  sort(0, n - 1);
  for (int i = 0; i < n; i++) sum = sum * 31 + (u32)a[i];
  return (int)sum;
}
