// What a child process runs: one case of one suite, given as JSON on the command line; prints the measurements as one line.
import { contenders } from "./contenders/index.ts";
import { useClock } from "./harness/cycle.ts";
import { type Job, RESULT_MARK } from "./harness/types.ts";
import { suites } from "./suites/index.ts";

const job: Job = JSON.parse(process.argv[2]!);
const suite = suites.get(job.suite)!;
const chosen = job.contenders.map((name) => contenders.get(name)!);
useClock(job.settings.clock);
const measurements = await suite.run(job.case, chosen, job.settings);
process.stdout.write(`${RESULT_MARK}${JSON.stringify(measurements)}\n`, () => process.exit(0));
