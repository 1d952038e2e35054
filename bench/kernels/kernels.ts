// The table of the kernels: what each is, the size it runs at (1 to 5 ms in native code), and its group for the geometric means.

/** int32, float64 and float32 kernels count together against native; those on 64-bit integers apart. */
export type Group = "int32" | "float64" | "float32" | "int64";

export interface Kernel {
  readonly name: string;
  readonly group: Group;
  /** The argument of `run`. */
  readonly n: number;
  /** Each run needs an instance of its own, whose making is timed with it. */
  readonly fresh?: boolean;
  /** Times the usual span of warming up: hundreds of functions are optimised one by one. */
  readonly warm?: number;
}

export const kernels: readonly Kernel[] = [
  { name: "nbody", group: "float64", n: 10_000 },
  { name: "matmul", group: "float64", n: 96 },
  { name: "mandelbrot64", group: "float64", n: 80 },
  { name: "mandelbrot32", group: "float32", n: 80 },
  { name: "fir32", group: "float32", n: 20 },
  { name: "sha256", group: "int32", n: 2_500 },
  { name: "crc32", group: "int32", n: 700_000 },
  { name: "bytes", group: "int32", n: 50 },
  { name: "quicksort", group: "int32", n: 30_000 },
  { name: "interpreter", group: "int32", n: 30_000 },
  { name: "giant", group: "int32", n: 20_000, warm: 8 },
  { name: "indirect", group: "int32", n: 250_000 },
  { name: "fib32", group: "int32", n: 25 },
  { name: "deep", group: "int32", n: 100 },
  { name: "grow", group: "int32", n: 48, fresh: true },
  { name: "sha512", group: "int64", n: 1_500 },
  { name: "xxhash64", group: "int64", n: 200 },
  { name: "fnv64", group: "int64", n: 1_000_000 },
  { name: "lcg64", group: "int64", n: 1_000_000 },
  { name: "xorshift64", group: "int64", n: 800_000 },
  { name: "goloop", group: "int64", n: 250 },
  { name: "div64", group: "int64", n: 20_000 },
  { name: "fib64", group: "int64", n: 24 },
];
