// npm run soak [-- --seconds N]
//
// Makes and drops instances for ten minutes, or N seconds, and sees that nothing is left of them. Writes the table
// conformance/soak/results.md; exits with 1 if the heap grew.

import { writeFileSync } from "node:fs";
import { argumentsOf } from "../arguments.ts";
import { type Live, live, MAX_BUFFERS, MAX_GROWTH, MAX_RESIDENT, type Row, soak } from "./soak.ts";

const RESULTS = "conformance/soak/results.md";
const { values } = argumentsOf(import.meta.url, { options: { seconds: { type: "string", default: "600" } } });
const seconds = Number(values.seconds);

const MiB = (bytes: number) => (bytes / 2 ** 20).toFixed(1);

function table(rows: readonly Row[], many: Live): string {
  return [
    "# Soak",
    "",
    `Written by \`npm run soak -- --seconds ${seconds}\` on Node ${process.versions.node}. Growth is what is held after the last round, less`,
    "what was held after the first, both after collection of garbage.",
    "",
    "| what | how many | heap grew by MiB | at most | memories grew by MiB |",
    "|---|---:|---:|---:|---:|",
    ...rows.map(
      (row) => `| ${row.name} | ${row.done} | ${MiB(row.heap)} | ${MiB(row.most)} | ${MiB(row.buffers)} |`,
    ),
    "",
    `${many.instances} live instances with a memory of 64 KiB each: ${MiB(many.buffers)} MiB of memories, ${MiB(many.heap)} MiB of heap`,
    `(${Math.round(many.heap / many.instances)} bytes an instance), ${MiB(many.resident)} MiB resident in all.`,
    "",
  ].join("\n");
}

const many = await live(10_000);
const rows = await soak(seconds, 1, (text) => console.error(text));
const text = table(rows, many);
console.log(text);
writeFileSync(RESULTS, text);
const grew = rows.filter(({ heap, buffers }) => heap > MAX_GROWTH || buffers > MAX_BUFFERS);
for (const { name } of grew) console.error(`grew: ${name}`);
process.exitCode = grew.length > 0 || many.resident > MAX_RESIDENT ? 1 : 0;
