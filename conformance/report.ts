// Prints results as columns. Knows nothing of how they came about.

import type { Counts, FileResult } from "./run-suite.ts";

/** The sum of several results, with the features that were skipped. */
export function sum(results: readonly FileResult[]): Omit<FileResult, "file"> {
  const features: Record<string, number> = {};
  for (const result of results)
    for (const [name, count] of Object.entries(result.features))
      features[name] = (features[name] ?? 0) + count;
  const total = (key: keyof Counts) => results.reduce((all, result) => all + result[key], 0);
  return {
    passed: total("passed"),
    failed: total("failed"),
    skipped: total("skipped"),
    features,
    failures: results.flatMap((result) => result.failures),
  };
}

/** `name  12 passed  0 failed  3 skipped (simd 3)`. */
export function row(name: string, counts: Omit<FileResult, "file">): string {
  const features = Object.entries(counts.features).map(([feature, count]) => `${feature} ${count}`);
  const why = features.length > 0 ? ` (${features.join(", ")})` : "";
  const columns = [
    name.padEnd(44),
    `${counts.passed} passed`.padStart(13),
    `${counts.failed} failed`.padStart(12),
    `${counts.skipped} skipped${why}`.padStart(13),
  ];
  return columns.join(" ").trimEnd();
}
