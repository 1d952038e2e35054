// npm run realworld [-- NAME…] [--limit SECONDS] [--aot]
//
// Runs the real npm packages of ../shared/realworld with our WebAssembly in place of the global one, each twice, and compares
// the checksums with expected.json; with --aot on output compiled ahead of time, without `eval`. The exit code is 1 if anything is not as KNOWN_GAPS says.

import { argumentsOf } from "./arguments.ts";
import { prepareAot, runAhead } from "./realworld-aot.ts";
import { describeRun, hasRealworld, install, KNOWN_GAPS, namesOf, runProgram } from "./realworld-programs.ts";

const { values, positionals } = argumentsOf(import.meta.url, {
  allowPositionals: true,
  options: { limit: { type: "string", default: "300" }, aot: { type: "boolean", default: false } },
});

async function main(): Promise<void> {
  if (!hasRealworld()) {
    console.error("there is no ../shared/realworld: the programs lie beside the checkout");
    process.exitCode = 2;
    return;
  }
  const place = await install();
  if (values.aot) await prepareAot();
  const names = positionals.length > 0 ? positionals : namesOf(place);
  let right = 0;
  const surprises: string[] = [];
  for (const name of names) {
    const run = values.aot
      ? runAhead(place, name, Number(values.limit))
      : runProgram(place, name, Number(values.limit));
    const gap = KNOWN_GAPS[name];
    console.log(`${describeRun(run)}${gap ? ` (known: ${gap})` : ""}`);
    if (run.error === undefined) right++;
    if ((run.error === undefined) === (gap !== undefined)) surprises.push(name);
  }
  console.log(`${right} of ${names.length} right`);
  if (surprises.length > 0) console.log(`not as known: ${surprises.join(", ")}`);
  process.exitCode = surprises.length > 0 ? 1 : 0;
}

await main();
