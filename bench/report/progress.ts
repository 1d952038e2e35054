// The progress bar in the terminal; a plain line where the output is no terminal.
import { SingleBar } from "cli-progress";
import type { Progress } from "../harness/run.ts";

/** A bar for one suite. */
export function progressBar(suite: string): Progress {
  const format = `${suite} {bar} {value}/{total} {what} {duration_formatted}`;
  const bar = new SingleBar({ format, hideCursor: true, clearOnComplete: true, barsize: 30 });
  return {
    start: (steps) => bar.start(steps, 0, { what: "" }),
    step: (what) => bar.increment(1, { what }),
    stop: () => bar.stop(),
  };
}
