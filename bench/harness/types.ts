// The data that passes between the parent process, which plans and reports, and the child processes, which measure.

/** Marks the line of a child's output that carries its measurements. */
export const RESULT_MARK = "@result ";

/** What one contender gave in one case: samples, or the reason there are none. */
export type Outcome =
  | { readonly state: "ok"; readonly samples: readonly number[] }
  | { readonly state: "wrong" | "skipped" | "failed"; readonly reason: string };

/** One quantity measured for all contenders; samples of the same index were taken in the same round. */
export interface Measurement {
  readonly case: string;
  /** Cases of one group share a geometric mean. */
  readonly group: string;
  /** What is measured, where a case measures more than one thing; empty otherwise. */
  readonly measure: string;
  readonly unit: string;
  readonly better: "lower" | "higher";
  /** Each contender's own figure says it, not its ratio to another's. */
  readonly plain?: boolean;
  readonly outcomes: Record<string, Outcome>;
}

/** How long and how often to measure. */
export interface Settings {
  /** Samples in each process. */
  readonly rounds: number;
  /** Processes in which each case is measured. */
  readonly processes: number;
  /** Milliseconds to warm each contender up before the first round. */
  readonly warmMs: number;
  /** Milliseconds one sample should take: calls are repeated until it does. */
  readonly cycleMs: number;
  readonly quick: boolean;
  /** Processor time is the better clock on a machine that others use at the same time. */
  readonly clock: "wall" | "cpu";
}

/** What a child process is told to do. */
export interface Job {
  readonly suite: string;
  readonly case: string;
  readonly contenders: readonly string[];
  readonly settings: Settings;
}

/** One contender's figure in one row of a report; ratios are to the base of the row, better is lower. */
export type Figure =
  | {
      readonly state: "ok";
      readonly median: number;
      /** The best sample: what is left when other work on the machine disturbed the rest. */
      readonly best: number;
      readonly ratio: number;
      readonly spread: readonly [number, number];
    }
  | { readonly state: "wrong" | "skipped" | "failed"; readonly reason: string };

export interface Row {
  readonly case: string;
  readonly group: string;
  readonly measure: string;
  readonly unit: string;
  readonly better: "lower" | "higher";
  readonly plain: boolean;
  /** The contender whose ratio is 1: native where it runs, else the better peer. */
  readonly base: string;
  readonly figures: Record<string, Figure>;
}

/** Geometric means of the ratios of one group. */
export interface Mean {
  readonly group: string;
  readonly measure: string;
  readonly means: Record<string, number>;
}

export interface SuiteReport {
  readonly suite: string;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly means: readonly Mean[];
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGB: number;
  readonly system: string;
  readonly node: string;
  readonly v8: string;
  readonly flags: readonly string[];
  readonly load: number;
}

/** The file of `--json`. */
export interface Report {
  readonly date: string;
  readonly commit: string;
  readonly machine: Machine;
  readonly settings: Settings;
  readonly suites: readonly SuiteReport[];
}
