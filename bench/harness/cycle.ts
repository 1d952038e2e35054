// Times one cycle of calls with the package benchmark, and interleaves the cycles of contenders in rounds.
import WallBenchmark from "benchmark";
import type { Outcome, Settings } from "./types.ts";

/** A clock of the form of process.hrtime that counts the processor time of this process, not what others take. */
function processorTime(since?: readonly [number, number]): [number, number] {
  const { user, system } = process.cpuUsage();
  const microseconds = user + system;
  const seconds = Math.floor(microseconds / 1e6);
  const nanoseconds = (microseconds % 1e6) * 1e3;
  return since === undefined ? [seconds, nanoseconds] : [seconds - since[0], nanoseconds - since[1]];
}

/** The package, told that hrtime is another clock. */
const contextual = WallBenchmark as unknown as { runInContext(context: object): typeof WallBenchmark };
const clocks = {
  wall: () => WallBenchmark,
  cpu: () => contextual.runInContext({ process: { hrtime: processorTime } }),
};
let Benchmark = WallBenchmark;

/** Chooses the clock of all later cycles. */
export function useClock(clock: Settings["clock"]): void {
  Benchmark = clocks[clock]();
}

/** Milliseconds by a clock, from an arbitrary beginning. */
export function milliseconds(clock: Settings["clock"]): number {
  if (clock === "wall") return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}

/** Milliseconds of one call of fn, from one cycle of count calls. */
export function timeCycle(fn: () => void, count: number): number {
  // One sample, accepted however short it is: how long it takes is decided by the count.
  const options = { initCount: count, minTime: 1e-9, maxTime: 1e-9, minSamples: 1, async: false };
  const benchmark = new Benchmark("cycle", fn, options);
  benchmark.run();
  const { error } = benchmark as unknown as { error?: unknown };
  if (error !== undefined) throw error;
  return benchmark.stats.mean * 1e3;
}

/** Milliseconds of one call, from calls repeated for a time. */
function callsFor(fn: () => void, ms: number): number {
  const start = performance.now();
  let calls = 0;
  let now = start;
  while (calls === 0 || now - start < ms) {
    fn();
    calls++;
    now = performance.now();
  }
  return (now - start) / calls;
}

/** Warming up ends when four spans in a row bring less than this, or after so many spans. */
const IMPROVEMENT = 0.95;
const SPANS = 16;

/** Calls fn until it gets no faster: large code is optimised piece by piece. Returns how many calls take one sample's time. */
export function warmUp(fn: () => void, settings: Settings): number {
  let best = callsFor(fn, settings.warmMs);
  for (let span = 1, idle = 0; span < SPANS && idle < 4; span++) {
    const time = callsFor(fn, settings.warmMs);
    idle = time < best * IMPROVEMENT ? 0 : idle + 1;
    best = Math.min(best, time);
  }
  return Math.max(1, Math.round(settings.cycleMs / Math.max(best, 1e-4)));
}

/** A contender ready to be timed: a plain closure. */
export interface Racer {
  readonly name: string;
  readonly call: () => void;
}

/** A contender whose single call takes longer than this many milliseconds is sampled in fewer rounds. */
const SLOW_CALL = 150;

/** Samples of each racer, milliseconds a call; the racers take turns, and each round begins with another one. */
export function race(racers: readonly Racer[], settings: Settings): Record<string, Outcome> {
  const outcomes: Record<string, Outcome> = {};
  const running: { racer: Racer; count: number; rounds: number; samples: number[] }[] = [];
  for (const racer of racers) {
    try {
      const count = warmUp(racer.call, settings);
      running.push({ racer, count, rounds: settings.rounds, samples: [] });
    } catch (error) {
      outcomes[racer.name] = { state: "failed", reason: String(error) };
    }
  }
  for (let round = 0; round < settings.rounds; round++) {
    for (let i = 0; i < running.length; i++) {
      const it = running[(i + round) % running.length]!;
      if (round >= it.rounds) continue;
      const sample = timeCycle(it.racer.call, it.count);
      it.samples.push(sample);
      // The first samples correct the count: code may still have been tiering up when it was chosen.
      if (round < 2) it.count = Math.max(1, Math.round(settings.cycleMs / Math.max(sample, 1e-6)));
      if (sample > SLOW_CALL) it.rounds = Math.min(it.rounds, 3);
    }
  }
  for (const { racer, samples } of running) outcomes[racer.name] = { state: "ok", samples };
  return outcomes;
}
