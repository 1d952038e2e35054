// How figures are written in all reports.

/** A number with three significant digits at most: 0.0123, 1.23, 12.3, 1230. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return "-";
  const size = Math.abs(value);
  if (size >= 100) return String(Math.round(value));
  if (size >= 10) return value.toFixed(1);
  if (size >= 0.1 || size === 0) return value.toFixed(2);
  return value.toPrecision(2);
}

/** The contenders of a report's rows, in the order in which they first occur in the given order. */
export function contendersOf(
  rows: readonly { figures: Record<string, unknown> }[],
  order: readonly string[],
): string[] {
  const present = new Set(rows.flatMap((row) => Object.keys(row.figures)));
  return [
    ...order.filter((name) => present.has(name)),
    ...[...present].filter((name) => !order.includes(name)),
  ];
}

/** The order of columns in all reports. */
export const columnOrder = [
  "native",
  "mortise",
  "mortise-cached",
  "mortise-aot",
  "mortise-native",
  "polywasm",
  "wasm2js",
];
