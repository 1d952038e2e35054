// Performs a script's actions: calls and reads of exports, each through a carrier module (carrier.ts), so that values
// are compared as bits. Carriers are kept: one module for each signature, one instance for each function.

import { functionCarrier, globalCarrier } from "./carrier.ts";
import type { Action } from "./commands.ts";
import type { Exports, ScriptEngine } from "./engine.ts";
import { noExport } from "./errors.ts";
import { type HostReferences, jsValueOf, type Word, wordsOf } from "./values.ts";

type Run = (...words: Word[]) => unknown;
type Invoke = Extract<Action, { type: "invoke" }>;

export class Performer {
  private readonly engine: ScriptEngine;
  private readonly hosts: HostReferences;
  /** Carrier modules by signature, and by target the `run` of each of their instances. */
  private readonly modules = new Map<string, unknown>();
  private readonly runs = new WeakMap<object, Map<string, Run>>();

  constructor(engine: ScriptEngine, hosts: HostReferences) {
    this.engine = engine;
    this.hosts = hosts;
  }

  /**
   * Performs an action on an instance.
   * @param results the types of the results, where the script says
   * @returns the words of the results; none where their types are unknown
   */
  perform(exports: Exports, action: Action, results: readonly string[] | undefined): Word[] {
    if (action.type === "get") return this.readGlobal(exports, action.field, results?.[0] ?? "i32");
    const target = exports[action.field];
    if (typeof target !== "function") throw noExport(action.field, "function");
    return results ? this.callCarried(target, action, results) : this.callDirectly(target as Run, action);
  }

  private callCarried(target: object, action: Invoke, results: readonly string[]): Word[] {
    const params = action.args.map((value) => value.type);
    const run = this.carrier(target, `${params}>${results}`, () => functionCarrier(params, results));
    return listOf(run(...action.args.flatMap((value) => wordsOf(value, this.hosts))));
  }

  /** The type of the results, and so of the function, is unknown: nobody looks at them, and NaN bits of arguments may be lost. */
  private callDirectly(target: Run, action: Invoke): Word[] {
    target(...action.args.map((value) => jsValueOf(value, this.hosts)));
    return [];
  }

  private readGlobal(exports: Exports, field: string, type: string): Word[] {
    const target = exports[field];
    if (typeof target !== "object" || target === null) throw noExport(field, "global");
    const [mutable, immutable] = [true, false].map(
      (mutability) => () =>
        this.carrier(target, `${mutability} global ${type}`, () => globalCarrier(type, mutability)),
    ) as [() => Run, () => Run];
    return listOf(this.firstLinked(immutable, mutable)());
  }

  /** A global's mutability shows only in whether it links. */
  private firstLinked(first: () => Run, second: () => Run): Run {
    try {
      return first();
    } catch (error) {
      if (this.engine.errorName(error) !== "LinkError") throw error;
      return second();
    }
  }

  private carrier(target: object, signature: string, generate: () => Uint8Array): Run {
    let runs = this.runs.get(target);
    if (!runs) this.runs.set(target, (runs = new Map()));
    let run = runs.get(signature);
    if (!run) runs.set(signature, (run = this.link(target, signature, generate)));
    return run;
  }

  private link(target: object, signature: string, generate: () => Uint8Array): Run {
    let module = this.modules.get(signature);
    if (!module) this.modules.set(signature, (module = this.engine.compile(generate())));
    return this.engine.instantiate(module, { "": { target } })["run"] as Run;
  }
}

const listOf = (result: unknown): Word[] =>
  result === undefined ? [] : Array.isArray(result) ? result : [result];
