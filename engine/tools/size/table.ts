// Sizes as a table: bytes, their share, what they are.

import type { SizeRow, Sizes } from "./sizes.ts";

const LONGEST_NAME = 80;

/** The table; of modules, functions and data segments the `most` largest. */
export function sizeTable(sizes: Sizes, most: number): string {
  const total = sizes.bytes;
  const parts = [
    ...part("modules, without those in them", sizes.modules, total, most),
    ...part("sections", sizes.sections, total, Number.POSITIVE_INFINITY),
    ...part("functions", sizes.functions, total, most),
    ...part("data segments", sizes.data, total, most),
  ];
  return [line(total, total, "in all"), ...parts].join("\n");
}

function part(title: string, rows: readonly SizeRow[], total: number, most: number): string[] {
  if (rows.length === 0) return [];
  const shown = rows.slice(0, most).map(({ name, bytes }) => line(bytes, total, printable(name)));
  const rest = rows.slice(most);
  const bytes = rest.reduce((sum, row) => sum + row.bytes, 0);
  if (rest.length > 0) shown.push(line(bytes, total, `(${rest.length} more)`));
  return ["", `${title}:`, ...shown];
}

function line(bytes: number, total: number, name: string): string {
  const share = total === 0 ? 0 : (100 * bytes) / total;
  return `${bytes.toLocaleString("en-US").padStart(12)}  ${share.toFixed(1).padStart(5)} %  ${name}`;
}

/** Names are whatever a module says: nothing of them may move the cursor. */
const printable = (name: string): string =>
  name.replace(/[\u0000-\u001f\u007f-\u009f]/g, "�").slice(0, LONGEST_NAME);
