// Runs a case on several engines in step: instantiates it, calls what it exports, and after each call compares results,
// traps, what the host saw, and the state of everything exported.

import { ALL_FEATURES } from "../../compiler/base/index.ts";
import { decodeModule } from "../../compiler/binary/index.ts";
import type { FuncType, ModuleType } from "../../compiler/model/index.ts";
import { validateModule } from "../../compiler/validate/index.ts";
import type { Exports, FuzzEngine } from "./engines.ts";
import { hashOf, randomOf } from "./generate/choices.ts";
import { FUEL } from "./generate/core.ts";
import { HOST_ERROR, Host } from "./host.ts";
import { argumentsFor, describe, type FunctionNames } from "./values.ts";

export interface Case {
  readonly bytes: Uint8Array;
  /** Decides arguments, and what the host does. */
  readonly seed: number;
  /** Rounds of calls of every exported function. */
  readonly rounds: number;
}

export interface Mismatch {
  /** The engine that differs from the first one. */
  readonly engine: string;
  /** Where: `instantiate`, or a call with its arguments. */
  readonly at: string;
  /** What: `result`, `memory m0`, … */
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

export interface Report {
  /** Calls made on all engines and compared, instantiations among them. */
  readonly executions: number;
  /** Those that ended in a trap or an exception. */
  readonly traps: number;
  readonly mismatch: Mismatch | undefined;
}

/** What V8 and Mortise call the same trap. */
const TRAPS: readonly (readonly [kind: string, message: RegExp])[] = [
  ["exhausted", /Maximum call stack|too much recursion/],
  ["unreachable", /^unreachable/],
  ["division by zero", /(divide|remainder) by zero/],
  ["not representable", /unrepresentable|integer overflow|invalid conversion to integer/],
  ["memory bounds", /memory access out of bounds|out of bounds memory access|data segment .*out of bounds/],
  ["indirect call", /signature mismatch|uninitialized element|indirect call type mismatch/],
  [
    "table bounds",
    /table index is out of bounds|undefined element|out of bounds table access|(table|element).*out of bounds/,
  ],
  ["null", /null pointer|null reference|null exception/],
];

/** The kind of a trap, whichever engine it comes from: `trap: …`. */
export const trapOf = ({ message }: Error): string =>
  `trap: ${TRAPS.find(([, words]) => words.test(message))?.[0] ?? message}`;

const EXHAUSTED = "trap: exhausted";

/** The type of a module, which tells what it imports and exports. @throws MortiseError if it is not valid */
export function typeOf(bytes: Uint8Array): ModuleType {
  const { module } = decodeModule(bytes, { features: ALL_FEATURES, encoding: "auto" });
  return validateModule(module, { features: ALL_FEATURES }).type;
}

/** Runs a case. @throws MortiseError if the module is not valid for Mortise */
export function execute(one: Case, engines: readonly FuzzEngine[]): Report {
  const type = typeOf(one.bytes);
  const runs = engines.map((engine) => new Run(engine, type, one));
  let executions = 1;
  let traps = 0;
  const finish = (mismatch?: Mismatch): Report => ({ executions, traps, mismatch });
  const started = runs.map((run) => run.start());
  const unequal = compare(runs, started, "instantiate");
  if (unequal || started.some((outcome) => outcome !== "ok")) return finish(unequal);
  for (const call of callsOf(type, one)) {
    const outcomes = runs.map((run) => run.call(call));
    if (outcomes.includes(EXHAUSTED)) return finish();
    executions++;
    if (!outcomes[0]!.startsWith("gives ")) traps++;
    const mismatch = compare(runs, outcomes, `${call.name}(${call.shown})`);
    if (mismatch) return finish(mismatch);
  }
  return finish();
}

/** Runs a case on one engine, comparing nothing; its exports, unless it cannot be instantiated. */
export function perform(one: Case, engine: FuzzEngine): Exports | undefined {
  const type = typeOf(one.bytes);
  const run = new Run(engine, type, one);
  if (run.start() !== "ok") return undefined;
  for (const call of callsOf(type, one)) run.call(call);
  return run.exports;
}

interface Call {
  readonly name: string;
  readonly type: FuncType;
  readonly seed: number;
  readonly shown: string;
}

function* callsOf(type: ModuleType, { seed, rounds }: Case): Generator<Call> {
  for (let round = 0; round < rounds; round++)
    for (const [name, item] of type.exports) {
      if (item.kind !== "func") continue;
      const own = hashOf(seed, `${name} ${round}`);
      const shown = argumentsFor(item.type.params, randomOf(own), []).map((value) => describe(value));
      yield { name, type: item.type, seed: own, shown: shown.join() };
    }
}

/** One engine's side of a case. */
class Run {
  readonly engine: FuzzEngine;
  private readonly host: Host;
  private readonly one: Case;
  exports: Exports = {};
  private exported = new Map<unknown, string>();
  private readonly names: FunctionNames = (value) => this.exported.get(value);

  constructor(engine: FuzzEngine, type: ModuleType, one: Case) {
    this.engine = engine;
    this.one = one;
    this.host = new Host(engine.classes, type, one.seed);
  }

  start(): string {
    try {
      this.exports = this.engine.instantiate(this.one.bytes, this.host.imports);
      this.exported = new Map(Object.entries(this.exports).map(([name, item]) => [item, name]));
      this.host.serve(this.exports);
      return "ok";
    } catch (error) {
      return this.describeError(error);
    }
  }

  call({ name, type, seed }: Call): string {
    this.host.begin();
    this.refuel();
    const functions = Object.values(this.exports).filter((item) => typeof item === "function");
    const args = argumentsFor(type.params, randomOf(seed), functions);
    try {
      return `gives ${describe((this.exports[name] as (...args: unknown[]) => unknown)(...args), this.names)}`;
    } catch (error) {
      return this.describeError(error);
    }
  }

  /** Calls and loops count the global `fuel` down. */
  private refuel(): void {
    const fuel = this.exports["fuel"];
    if (fuel instanceof this.engine.classes.Global) (fuel as WebAssembly.Global).value = FUEL;
    const hangLimit = this.exports["hangLimitInitializer"];
    if (typeof hangLimit === "function") hangLimit();
  }

  get trace(): string {
    return this.host.trace.join("; ");
  }

  /** Everything exported that has a state, by name. */
  *state(): Generator<readonly [name: string, state: string | Uint8Array]> {
    const { Memory, Table, Global } = this.engine.classes;
    for (const [name, item] of Object.entries(this.exports)) {
      if (item instanceof Memory)
        yield [`memory ${name}`, new Uint8Array((item as WebAssembly.Memory).buffer)];
      else if (item instanceof Global)
        yield [`global ${name}`, describe((item as WebAssembly.Global).value, this.names)];
      else if (item instanceof Table)
        yield [`table ${name}`, describeTable(item as WebAssembly.Table, this.names)];
    }
  }

  private describeError(error: unknown): string {
    const { Exception, RuntimeError } = this.engine.classes;
    if (error === HOST_ERROR) return "host error";
    if (Exception !== undefined && error instanceof Exception) return `exception ${this.tagOf(error)}`;
    if (!(error instanceof Error)) return `throws ${describe(error)}`;
    const kind = TRAPS.find(([, message]) => message.test(error.message))?.[0];
    if (error instanceof RuntimeError || error instanceof RangeError) return `trap: ${kind ?? error.message}`;
    return `${error.name}: ${error.message}`;
  }

  /** Which exported tag an exception has, and what it carries. */
  private tagOf(error: object): string {
    const exception = error as { is(tag: unknown): boolean; getArg(tag: unknown, at: number): unknown };
    const { Tag } = this.engine.classes;
    const found = Object.entries(this.exports).find(([, item]) => item instanceof Tag && exception.is(item));
    if (found === undefined) return "of a tag that is not exported";
    const payload: string[] = [];
    for (let at = 0; at < 4; at++) {
      try {
        payload.push(describe(exception.getArg(found[1], at)));
      } catch {
        break;
      }
    }
    return `${found[0]} (${payload.join()})`;
  }
}

function describeTable(table: WebAssembly.Table, names: FunctionNames): string {
  const all = Array.from({ length: Math.min(table.length, 100) }, (_, at) => describe(table.get(at), names));
  return `${table.length}: ${all.join()}`;
}

/** The first difference between the first engine and another. */
function compare(runs: readonly Run[], outcomes: readonly string[], at: string): Mismatch | undefined {
  const [first, ...others] = runs;
  const states = [...first!.state()];
  for (const [position, run] of others.entries()) {
    const differs = (what: string, expected: string, found: string) => ({
      engine: run.engine.name,
      at,
      what,
      expected,
      found,
    });
    const outcome = outcomes[position + 1]!;
    if (outcome !== outcomes[0]) return differs("result", outcomes[0]!, outcome);
    if (run.trace !== first!.trace) return differs("what the host saw", first!.trace, run.trace);
    const found = [...run.state()];
    for (const [i, [what, state]] of states.entries()) {
      const difference = differenceOf(state, found[i]?.[1]);
      if (difference) return differs(what, ...difference);
    }
  }
  return undefined;
}

function differenceOf(
  expected: string | Uint8Array,
  found: string | Uint8Array | undefined,
): [string, string] | undefined {
  if (typeof expected === "string" || typeof found === "string" || found === undefined)
    return expected === found ? undefined : [String(expected), String(found)];
  if (Buffer.compare(expected, found) === 0) return undefined;
  if (expected.length !== found.length) return [`${expected.length} bytes`, `${found.length} bytes`];
  const at = expected.findIndex((byte, i) => byte !== found[i]);
  const around = (bytes: Uint8Array) =>
    `at ${at}: ${Buffer.from(bytes.subarray(at, at + 8)).toString("hex")}`;
  return [around(expected), around(found)];
}
