// What a suite is: cases by name, and how a child process measures one of them.
import type { Contender } from "../contenders/index.ts";
import type { Measurement, Outcome, Settings } from "../harness/types.ts";

export interface Suite {
  readonly name: string;
  /** One line for the head of the table. */
  readonly title: string;
  /** The contenders that have a meaning here. */
  readonly contenders: readonly string[];
  /** Each contender has a process of its own: what one leaves to the garbage collector must not slow another. */
  readonly apart?: boolean;
  /** The names of the cases. */
  cases(settings: Settings): readonly string[];
  /** Work of the parent before the first child: translations ahead of time. */
  prepare?(name: string, contenders: readonly Contender[]): Promise<void>;
  /** Measures one case, in a child process. */
  run(name: string, contenders: readonly Contender[], settings: Settings): Promise<readonly Measurement[]>;
}

/** Tells apart the contenders that can run from those that cannot, whose reasons are given. */
export async function sortOut(
  contenders: readonly Contender[],
): Promise<{ able: Contender[]; outcomes: Record<string, Outcome> }> {
  const able: Contender[] = [];
  const outcomes: Record<string, Outcome> = {};
  for (const contender of contenders) {
    const reason = await contender.available();
    if (reason === undefined) able.push(contender);
    else outcomes[contender.name] = { state: "skipped", reason };
  }
  return { able, outcomes };
}

/** The outcome of a contender that threw. */
export function failure(error: unknown): Outcome {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { state: "failed", reason: text.split("\n")[0]!.slice(0, 160) };
}
