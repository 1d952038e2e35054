// The host that modules import: functions that log, return, throw and call back, all decided by a seed, so that every
// engine meets the same host.

import type { ExternType, FuncType, ModuleType } from "../../compiler/model/index.ts";
import { valTypeName } from "../../compiler/model/index.ts";
import { argumentsFor, describe } from "./values.ts";
import type { Classes, Exports } from "./engines.ts";
import { hashOf, randomOf } from "./generate/choices.ts";

/** What a host function throws: the same object for every engine. */
export const HOST_ERROR = new Error("thrown by the host");

/** Callbacks within one call from outside. */
const MOST_CALLBACKS = 2;

export class Host {
  readonly trace: string[] = [];
  readonly imports: Record<string, unknown> = {};
  private readonly classes: Classes;
  private readonly seed: number;
  private exports: Exports = {};
  private types: ModuleType;
  private calls = 0;
  private callbacks = 0;

  constructor(classes: Classes, type: ModuleType, seed: number) {
    this.classes = classes;
    this.types = type;
    this.seed = seed;
    for (const [name, wanted] of type.imports) this.imports[name] = this.item(name, wanted);
  }

  /** From now on callbacks go to these exports. */
  serve(exports: Exports): void {
    this.exports = exports;
  }

  /** Before each call from outside. */
  begin(): void {
    this.callbacks = 0;
    this.trace.length = 0;
  }

  private item(name: string, wanted: ExternType): unknown {
    const { Memory, Table, Global, Tag } = this.classes;
    const random = randomOf(hashOf(this.seed, name));
    switch (wanted.kind) {
      case "instance":
        return Object.fromEntries(
          [...wanted.type.exports].map(([field, type]) => [field, this.item(field, type)]),
        );
      case "func":
        return this.function(name, wanted.type);
      case "memory": {
        const { min, max } = wanted.type.limits;
        return new Memory({ initial: min, ...(max === undefined ? {} : { maximum: max }) });
      }
      case "table": {
        const { min, max } = wanted.type.limits;
        const element = valTypeName(wanted.type.element) === "funcref" ? "anyfunc" : "externref";
        return new Table({ element, initial: min, ...(max === undefined ? {} : { maximum: max }) } as never);
      }
      case "global": {
        const { type, mutable } = wanted.type;
        const value = valTypeName(type) === "funcref" ? "anyfunc" : valTypeName(type);
        return new Global({ value, mutable } as never, argumentsFor([type], random, [])[0] as never);
      }
      case "tag":
        return new Tag({ parameters: wanted.type.params.map(valTypeName) });
      default:
        throw new Error(`no module to import: ${name}`);
    }
  }

  private function(name: string, type: FuncType): (...args: unknown[]) => unknown {
    return (...args) => {
      this.trace.push(`${name}(${args.map((value) => describe(value)).join()})`);
      if (name.startsWith("throw") && (args.length === 0 || Number(args[0]) & 1)) throw HOST_ERROR;
      const random = randomOf(hashOf(this.seed, `${name}${this.calls++}`));
      if (name === "reenter") return this.reenter(random);
      const results = argumentsFor(type.results, random, []);
      return type.results.length > 1 ? results : results[0];
    };
  }

  /** Calls some exported function; its result goes into the trace. */
  private reenter(random: (below: number) => number): number {
    const callable = [...this.types.exports].filter(([, type]) => type.kind === "func");
    if (callable.length === 0 || this.callbacks++ >= MOST_CALLBACKS) return -1;
    const [name, type] = callable[random(callable.length)]!;
    const target = this.exports[name] as ((...args: unknown[]) => unknown) | undefined;
    if (target === undefined || type.kind !== "func") return -2;
    const result = target(...argumentsFor(type.type.params, random, []));
    this.trace.push(`${name} gave ${describe(result)}`);
    return this.callbacks;
  }
}
