// Counts how often each instruction is executed. A module is rewritten so that every straight run of instructions first
// counts itself in a global of its own, and is run once more on the native engine. A run ends at control flow, calls, and
// whatever can trap, so an instruction counts if and only if it began to execute. `else` and `catch` count where what they
// begin is entered; `end` where it is reached, not where a branch jumps behind it.

import { ALL_FEATURES, Writer } from "../../compiler/base/index.ts";
import { BodyDecoder, decodeModule, encodeModule } from "../../compiler/binary/index.ts";
import {
  type ExportDef,
  type GlobalDef,
  I32,
  type ModuleDef,
  opcodeAt,
  type Span,
} from "../../compiler/model/index.ts";
import { validateModule } from "../../compiler/validate/index.ts";

/** Executions by name of the instruction. */
export type Counts = Map<string, number>;

/** Instructions that open a run: they are counted behind themselves. */
const OPENS = /^(else|catch|catch_all)$/;
/** Behind these a new run begins. */
const BREAKS =
  /^(unreachable|block|loop|if|else|try|catch|catch_all|delegate|rethrow|throw|throw_ref|try_table|end|br.*|return.*|call.*)$|load|store|\.(div|rem)_|trunc_f|^(memory|table|elem|data)\./;

interface Instrumented {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Names of the instructions of each run; the position is the number of its counter. */
  readonly runs: readonly (readonly string[])[];
}

const PREFIX = "executed ";
const ONE = [0x41, 1, 0x6a] as const;
const GLOBAL_GET = 0x23;
const GLOBAL_SET = 0x24;
const END = 0x0b;

class Instrumenter {
  readonly runs: string[][] = [];
  /** Index of the first counter. */
  private readonly first: number;
  private readonly decoder = new BodyDecoder(ALL_FEATURES);

  constructor(first: number) {
    this.first = first;
  }

  body(span: Span): Span {
    const { decoder } = this;
    const to = new Writer();
    decoder.start(span).locals(0);
    to.raw(span.bytes.subarray(span.start, decoder.position));
    let run = this.open(to);
    decoder.run({
      instruction: (op, { offset, position, depth }) => {
        const { name } = opcodeAt(op)!;
        if (!OPENS.test(name)) run.push(name);
        to.raw(span.bytes.subarray(offset, position));
        const last = name === "end" && depth === 1;
        if (BREAKS.test(name) && !last) run = this.open(to);
        if (OPENS.test(name)) run.push(name);
      },
    });
    const bytes = to.finish();
    return { bytes, start: 0, end: bytes.length };
  }

  private open(to: Writer): string[] {
    const counter = this.first + this.runs.length;
    to.u8(GLOBAL_GET).u32(counter).raw(Uint8Array.from(ONE)).u8(GLOBAL_SET).u32(counter);
    const run: string[] = [];
    this.runs.push(run);
    return run;
  }
}

const ZERO: Span = { bytes: Uint8Array.of(0x41, 0, END), start: 0, end: 3 };

/** The module with counters, which it exports. */
function instrument(bytes: Uint8Array): Instrumented {
  const { module } = decodeModule(bytes, { features: ALL_FEATURES, encoding: "auto" });
  const first = validateModule(module, { features: ALL_FEATURES }).globals.length;
  const instrumenter = new Instrumenter(first);
  const code = module.code.map((body) => instrumenter.body(body));
  const { runs } = instrumenter;
  const counter: GlobalDef = { offset: 0, type: { type: I32, mutable: true }, init: ZERO };
  const exports = runs.map(
    (_, k): ExportDef => ({ offset: 0, name: `${PREFIX}${k}`, kind: "global", index: first + k }),
  );
  const counted: ModuleDef = {
    ...module,
    code,
    globals: [...module.globals, ...runs.map(() => counter)],
    exports: [...module.exports, ...exports],
  };
  return { bytes: new Uint8Array(encodeModule(counted, { encoding: "proposal" })), runs };
}

/** Runs a module by `run`, which returns its exports, and adds what it executed to the counts. */
export function countExecuted(
  bytes: Uint8Array,
  counts: Counts,
  run: (bytes: Uint8Array) => Record<string, unknown> | undefined,
): void {
  const { bytes: counting, runs } = instrument(bytes);
  const exports = run(counting);
  if (exports === undefined) return;
  runs.forEach((names, k) => {
    const times = (exports[`${PREFIX}${k}`] as WebAssembly.Global).value as number;
    if (times > 0) for (const name of names) counts.set(name, (counts.get(name) ?? 0) + times);
  });
}
