// Runs the commands of a script over an engine and says of each whether it held. Assertions count one by one; other
// commands are counted only when they fail or cannot be run.

import type { Action, Command, FailureAssertion, ModuleAssertion, ModuleSource, Script } from "./commands.ts";
import type { ErrorName, Exports, ScriptEngine } from "./engine.ts";
import { badScript, Failure, noModule, Skip, shouldHave, unknownCommand, wrongMessage } from "./errors.ts";
import { saysSo } from "./messages.ts";
import { Performer } from "./perform.ts";
import { spectestModule } from "./spectest.ts";
import { HostReferences, matchResults, typeOfExpected } from "./values.ts";

export interface RunOptions {
  /** An instance that the script names `$a` can be imported as "a" without `register`. */
  readonly namedInstances?: boolean;
  /**
   * Features the script uses that the engine has not: what needs them is skipped, and refusing others is as right as any
   * refusal. Without it a module that needs any missing feature is skipped, and every refusal of a bad module is right.
   */
  readonly lacking?: ReadonlySet<string>;
  /** Modules are only compiled, not instantiated: nothing supplies their imports. */
  readonly compileOnly?: boolean;
  /** Told of every command once it has run. */
  readonly onCommand?: ((outcome: Outcome) => void) | undefined;
}

export interface Outcome {
  readonly command: Command;
  readonly status: "passed" | "failed" | "skipped";
  /** Why it failed. */
  readonly reason?: string;
  /** Why it was skipped. */
  readonly feature?: string;
}

/** `passed` counts assertions; `failed` and `skipped` every command. */
export interface ScriptResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Commands other than assertions that did what they should. */
  readonly commands: number;
  /** How many were skipped for which feature. */
  readonly features: Readonly<Record<string, number>>;
  readonly failures: readonly Outcome[];
}

/** Runs a whole script. Never throws for what the script or the engine does. */
export function runScript(script: Script, engine: ScriptEngine, options: RunOptions = {}): ScriptResult {
  const runner = new Runner(engine, options);
  const counts = { passed: 0, failed: 0, skipped: 0, commands: 0 };
  const features: Record<string, number> = {};
  const failures: Outcome[] = [];
  for (const command of script.commands) {
    const outcome = runner.run(command);
    options.onCommand?.(outcome);
    if (outcome.status === "passed") counts[command.type.startsWith("assert_") ? "passed" : "commands"]++;
    else counts[outcome.status]++;
    if (outcome.status === "failed") failures.push(outcome);
    if (outcome.feature !== undefined) features[outcome.feature] = (features[outcome.feature] ?? 0) + 1;
  }
  return { name: script.name, ...counts, features, failures };
}

/** What a name of the script stands for: a value, or why there is none. */
type Binding<T> = T | Failure | Skip;

type Of<Type extends Command["type"]> = Command & { type: Type };

/** Which errors an assertion accepts. */
const ERRORS = {
  assert_trap: ["RuntimeError"],
  assert_exhaustion: ["RangeError"],
  assert_exception: ["Exception"],
  assert_invalid: ["CompileError"],
  assert_malformed: ["CompileError"],
  assert_invalid_custom: ["CompileError"],
  assert_malformed_custom: ["CompileError"],
  assert_unlinkable: ["LinkError"],
  assert_uninstantiable: ["RuntimeError", "RangeError", "Exception"],
} as const satisfies Partial<Record<Command["type"], readonly ErrorName[]>>;

const NONE: ReadonlySet<string> = new Set();

class Runner {
  private readonly engine: ScriptEngine;
  private readonly options: RunOptions;
  private readonly hosts = new HostReferences();
  private readonly performer: Performer;
  private readonly registered: Record<string, Binding<Exports> | undefined> = Object.create(null);
  private readonly instances = new Map<string | undefined, Binding<Exports>>();
  private readonly definitions = new Map<string | undefined, Binding<{ module: unknown }>>();

  constructor(engine: ScriptEngine, options: RunOptions) {
    this.engine = engine;
    this.options = options;
    this.performer = new Performer(engine, this.hosts);
    this.registered["spectest"] = engine.instantiate(engine.compile(spectestModule()), {});
  }

  run(command: Command): Outcome {
    try {
      this.dispatch(command);
      return { command, status: "passed" };
    } catch (error) {
      if (error instanceof Skip) return { command, status: "skipped", feature: error.feature };
      return {
        command,
        status: "failed",
        reason: error instanceof Failure ? error.message : describe(error),
      };
    }
  }

  private dispatch(command: Command): void {
    switch (command.type) {
      case "module":
        this.defineInstance(command);
        break;
      case "module_definition":
        this.define(command.name, this.definitions, () => ({ module: this.compile(command.module) }));
        break;
      case "module_instance":
        this.instantiateDefinition(command);
        break;
      case "register":
        this.registered[command.as] = this.instances.get(command.name);
        this.instance(command.name);
        break;
      case "action":
        this.perform(command.action, undefined);
        break;
      case "assert_return":
        this.assertReturn(command);
        break;
      default:
        this.assertError(command);
    }
  }

  private assertError(command: Command): void {
    switch (command.type) {
      case "assert_trap":
      case "assert_exhaustion":
      case "assert_exception":
        this.assertFails(command);
        break;
      case "assert_invalid":
      case "assert_malformed":
      case "assert_invalid_custom":
      case "assert_malformed_custom":
        this.assertRefused(command);
        break;
      case "assert_unlinkable":
      case "assert_uninstantiable":
        this.assertNoInstance(command);
        break;
      default:
        throw unknownCommand((command as { type: string }).type);
    }
  }

  /** Binds a name, and the current one, to what `make` gives; what it throws stays bound, and is thrown. */
  private define<T extends object>(
    name: string | undefined,
    to: Map<string | undefined, Binding<T>>,
    make: () => T,
  ): T {
    let value: Binding<T>;
    try {
      value = make();
    } catch (error) {
      value = error instanceof Skip || error instanceof Failure ? error : new Failure(describe(error));
    }
    to.set(undefined, value);
    if (name !== undefined) to.set(name, value);
    if (value instanceof Skip || value instanceof Failure) throw value;
    return value;
  }

  private defineInstance(command: Of<"module">): void {
    try {
      this.define(command.name, this.instances, () => {
        const module = this.compile(command.module);
        return this.options.compileOnly ? {} : this.instantiate(module);
      });
    } finally {
      if (this.options.namedInstances && command.name !== undefined)
        this.registered[command.name.slice(1)] = this.instances.get(command.name);
    }
  }

  private instantiateDefinition(command: Of<"module_instance">): void {
    this.define(command.name, this.instances, () => {
      const definition = this.definitions.get(command.module);
      if (definition === undefined) throw badScript(`no definition ${command.module ?? ""}`);
      if (definition instanceof Skip || definition instanceof Failure) throw definition;
      return this.instantiate(definition.module);
    });
  }

  private instance(name: string | undefined): Exports {
    const found = this.instances.get(name);
    if (found === undefined) throw noModule(name);
    if (found instanceof Skip || found instanceof Failure) throw found;
    return found as Exports;
  }

  private bytesOf(source: ModuleSource): Uint8Array {
    const { bytes } = source;
    if (bytes === undefined) throw new Skip("text");
    return bytes;
  }

  /** Compiles; what the script may use and the engine lacks is a Skip, other errors are thrown as they are. */
  private compile(source: ModuleSource, lacking = this.options.lacking): unknown {
    const bytes = this.bytesOf(source);
    try {
      return this.engine.compile(bytes);
    } catch (error) {
      const feature = this.engine.missingFeature(error, bytes);
      if (feature === undefined) throw error;
      throw lacking === undefined || lacking.has(feature) ? new Skip(feature) : error;
    }
  }

  /** Compiles what should be refused. */
  private compileBad(source: ModuleSource): unknown {
    return this.compile(source, this.options.lacking ?? NONE);
  }

  /** A module name that nobody registered is an empty object: the missing field then is the link error. */
  private instantiate(module: unknown): Exports {
    const imports: Record<string, unknown> = Object.create(null);
    for (const one of this.engine.imports(module)) {
      const found = this.registered[one.module];
      if (found instanceof Skip || found instanceof Failure) throw found;
      if (found !== undefined || one.name !== undefined) imports[one.module] = found ?? {};
    }
    return this.engine.instantiate(module, imports);
  }

  private perform(action: Action, results: readonly string[] | undefined): unknown[] {
    return this.performer.perform(this.instance(action.module), action, results);
  }

  private assertReturn({ action, expected }: Of<"assert_return">): void {
    matchResults(this.perform(action, expected.map(typeOfExpected)), expected, this.hosts);
  }

  private assertFails(command: Of<FailureAssertion>): void {
    let error: unknown;
    try {
      this.perform(command.action, undefined);
    } catch (thrown) {
      if (thrown instanceof Skip || thrown instanceof Failure) throw thrown;
      error = thrown;
    }
    this.expectError(error, command, true);
  }

  private assertRefused(command: Of<ModuleAssertion>): void {
    const { form } = command.module;
    if (command.type === "assert_malformed" && form === "text") this.assertBadText(command);
    else {
      const error = thrownBy(() => this.compileBad(command.module));
      // Which of several mistakes in a malformed binary is met first is free.
      this.expectError(error, command, this.engine.exactMessages && command.type === "assert_invalid");
    }
  }

  /** Quoted text is malformed when it does not assemble, or when its bytes are refused. */
  private assertBadText(command: Of<ModuleAssertion>): void {
    const error = thrownBy(() => this.compileBad(command.module));
    if (error === undefined) throw shouldHave("been refused", "it was accepted");
  }

  private assertNoInstance(command: Of<ModuleAssertion>): void {
    const module = this.compile(command.module);
    const error = thrownBy(() => this.instantiate(module));
    this.expectError(error, command, command.type === "assert_uninstantiable" || this.engine.exactMessages);
  }

  private expectError(error: unknown, command: Of<keyof typeof ERRORS>, messages: boolean): void {
    const names: readonly (ErrorName | undefined)[] = ERRORS[command.type];
    if (error === undefined) throw shouldHave(`thrown a ${names[0]}`, "it threw nothing");
    const name = this.engine.errorName(error);
    if (!names.includes(name)) throw shouldHave(`thrown a ${names[0]}`, describe(error));
    if (messages && name !== "Exception") this.expectMessage(error, command.text);
  }

  private expectMessage(error: unknown, text: string | undefined): void {
    const found = messageOf(error);
    if (text !== undefined && !saysSo(text, found, this.engine.wording)) throw wrongMessage(text, found);
  }
}

/** What `f` throws, or undefined; a Skip goes on through. */
function thrownBy(f: () => unknown): unknown {
  try {
    f();
  } catch (error) {
    if (error instanceof Skip) throw error;
    return error;
  }
  return undefined;
}

/** The compiler's own words, where the error wraps one of its errors. */
const messageOf = (error: unknown): string => {
  const { message, reason, cause } = error as {
    message?: unknown;
    reason?: unknown;
    cause?: { reason?: unknown };
  };
  return String(reason ?? cause?.reason ?? message);
};

const describe = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : `threw ${String(error)}`;
