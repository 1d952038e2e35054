// The loop: makes a case, runs it on all engines, and where they differ makes the case small. `main.ts` is its command
// line, `fuzz.test.ts` runs a short one.

import { createHash } from "node:crypto";
import fc from "fast-check";
import { ALL_FEATURES, type Feature, MortiseError } from "../../compiler/base/index.ts";
import { missingOnPlatform } from "../platform.ts";
import { type Counts, countExecuted } from "./coverage.ts";
import { ENGINES, enginesFor } from "./engines.ts";
import { type Case, execute, type Mismatch, perform, type Report, typeOf } from "./execute.ts";
import type { Failure } from "./failure.ts";
import { BinaryenGenerator } from "./generate/binaryen.ts";
import { bytesOf, entropy, moduleOf, type Recipe, recipeOf, type Sort } from "./generate/cases.ts";
import { reduce } from "./reduce.ts";

export interface FuzzOptions {
  readonly seed: number;
  /** Only this sort of module. */
  readonly only?: Sort | undefined;
  /** Rounds of calls of every exported function. */
  readonly rounds: number;
  /** Every how many modules executed instructions are counted; 0: never. */
  readonly countEvery: number;
  /** For making one failure small, in milliseconds. */
  readonly shrinkFor: number;
}

export const DEFAULTS = { rounds: 6, countEvery: 8, shrinkFor: 60_000 } as const;

/** What was done so far. */
export interface Totals {
  modules: number;
  executions: number;
  traps: number;
  /** By sort of module. */
  readonly sorts: Map<Sort, number>;
  /** Instructions executed, in the modules in which they are counted. */
  readonly counts: Counts;
  /** Digests of modules: how many different ones there were. */
  readonly digests: Set<string>;
}

/** Features that this platform can judge. */
export function judgedFeatures(): ReadonlySet<Feature> {
  const missing = missingOnPlatform();
  return new Set([...ALL_FEATURES].filter((feature) => !missing.has(feature)));
}

export class Fuzzer {
  readonly totals: Totals = {
    modules: 0,
    executions: 0,
    traps: 0,
    sorts: new Map(),
    counts: new Map(),
    digests: new Set(),
  };
  private readonly options: FuzzOptions;
  private readonly features = judgedFeatures();
  private binaryen: BinaryenGenerator | undefined;

  constructor(options: FuzzOptions) {
    this.options = options;
  }

  /** One module, number `run`; a failure if there is one. */
  async run(run: number): Promise<Failure | undefined> {
    const { seed, only } = this.options;
    const recipe = recipeOf(seed, run, only);
    const bytes = await this.make(recipe, bytesOf(recipe));
    if (recipe.sort === "binaryen" && needsMore(bytes)) return undefined;
    const one = this.caseOf(recipe, bytes);
    const report = attempt(recipe, one);
    this.add(recipe, one, report, run);
    if (report.mismatch === undefined) return undefined;
    const small = this.shrink(recipe, one, report.mismatch);
    const mismatch = attempt(recipe, small).mismatch ?? report.mismatch;
    return { name: `seed${seed}-run${run}`, kind: recipe.kind, one: small, mismatch };
  }

  private caseOf({ seed, more }: Recipe, bytes: Uint8Array): Case {
    return { bytes, seed, rounds: this.options.rounds * more };
  }

  private async make(recipe: Recipe, bytes: Uint8Array): Promise<Uint8Array> {
    if (recipe.sort !== "binaryen") return moduleOf(recipe, bytes, this.features);
    this.binaryen ??= new BinaryenGenerator(this.features);
    return this.binaryen.generate(bytes);
  }

  private add(recipe: Recipe, one: Case, { executions, traps }: Report, run: number): void {
    const { totals } = this;
    totals.modules++;
    totals.executions += executions;
    totals.traps += traps;
    totals.sorts.set(recipe.sort, (totals.sorts.get(recipe.sort) ?? 0) + 1);
    totals.digests.add(createHash("sha1").update(one.bytes).digest("hex").slice(0, 12));
    const { countEvery } = this.options;
    if (countEvery > 0 && run % countEvery === 0 && recipe.kind === "core")
      countExecuted(one.bytes, totals.counts, (bytes) => perform({ ...one, bytes }, ENGINES.core[0]!));
  }

  /** First by fast-check, which makes the bytes fewer that the module is made of, then instruction by instruction. */
  private shrink(recipe: Recipe, one: Case, mismatch: Mismatch): Case {
    const { shrinkFor } = this.options;
    const fails = (bytes: Uint8Array) => isSame(attempt(recipe, { ...one, bytes }).mismatch, mismatch);
    const smaller = recipe.sort === "binaryen" ? undefined : this.fewerBytes(recipe, fails, shrinkFor / 3);
    const bytes = smaller !== undefined && fails(smaller) ? smaller : one.bytes;
    return { ...one, bytes: reduce(bytes, fails, shrinkFor) };
  }

  private fewerBytes(
    recipe: Recipe,
    fails: (bytes: Uint8Array) => boolean,
    milliseconds: number,
  ): Uint8Array | undefined {
    const made = (bytes: Uint8Array) => moduleOf(recipe, bytes, this.features);
    const { counterexample } = fc.check(
      fc.property(entropy(recipe), (bytes) => !fails(made(bytes))),
      { examples: [[bytesOf(recipe)]], numRuns: 1, interruptAfterTimeLimit: milliseconds },
    );
    return counterexample === null ? undefined : made(counterexample[0]);
  }
}

/** Binaryen cannot be kept from some instructions of features that are not built. */
function needsMore(bytes: Uint8Array): boolean {
  try {
    typeOf(bytes);
    return false;
  } catch (error) {
    return error instanceof MortiseError && error.kind === "unsupported";
  }
}

/** Runs a case; an error that nothing should throw is a mismatch too. */
function attempt({ kind }: Recipe, one: Case): Report {
  try {
    return execute(one, enginesFor(kind, one.seed));
  } catch (error) {
    const found = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const mismatch = {
      engine: "mortise",
      at: "validation",
      what: "error",
      expected: "a valid module",
      found,
    };
    return { executions: 1, traps: 0, mismatch };
  }
}

/** The same failure, as far as a smaller module can have the same. */
function isSame(found: Mismatch | undefined, wanted: Mismatch): boolean {
  if (found === undefined) return false;
  const kind = (text: string) => /^(gives|trap|exception|host error|\w*Error)/.exec(text)?.[0] ?? "";
  return (
    found.engine === wanted.engine && found.what === wanted.what && kind(found.found) === kind(wanted.found)
  );
}
