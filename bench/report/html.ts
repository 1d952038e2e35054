// One self-contained HTML page of a report.
import type { Report } from "../harness/types.ts";

/** The page. */
export function htmlReport(report: Report): string {
  return `<!doctype html><pre>${JSON.stringify(report)}</pre>`;
}
