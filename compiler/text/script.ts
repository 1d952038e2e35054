// Test scripts (`.wast`): a list of commands, in the shape that `wast2json` writes. Modules are assembled when they are asked
// for, so that a command may hold one that is malformed.

import { decodeUtf8 } from "../base/index.ts";
import { encodeModule } from "../binary/index.ts";
import { A, END, ID, LPAR, RPAR, STRING, wordOf } from "./atoms.ts";
import { Cursor } from "./cursor.ts";
import { badTextUtf8 } from "./errors.ts";
import { tokenize } from "./lexer.ts";
import { moduleFields } from "./module.ts";
import { moduleInParens, parse } from "./parse.ts";
import type { Encoding } from "./scope.ts";
import { type ScriptExpected, type ScriptValue, scriptResult, scriptValue } from "./script-values.ts";

/**
 * A module in a script. The bytes of a text are assembled when they are read.
 * @throws MortiseError of kind "text" from `bytes`, where the text is malformed
 */
export type ScriptModule =
  | { readonly form: "binary"; readonly bytes: Uint8Array }
  /** `module quote`. */
  | { readonly form: "text"; readonly text: string; readonly bytes: Uint8Array };

export type ScriptAction =
  | {
      readonly type: "invoke";
      readonly module?: string;
      readonly field: string;
      readonly args: readonly ScriptValue[];
    }
  | { readonly type: "get"; readonly module?: string; readonly field: string };

export type ScriptCommand = { readonly line: number } & (
  | { readonly type: "module" | "module_definition"; readonly module: ScriptModule; readonly name?: string }
  | { readonly type: "module_instance"; readonly name?: string; readonly module?: string }
  | { readonly type: "register"; readonly as: string; readonly name?: string }
  | { readonly type: "action"; readonly action: ScriptAction }
  | {
      readonly type: "assert_return";
      readonly action: ScriptAction;
      readonly expected: readonly ScriptExpected[];
    }
  | {
      readonly type: "assert_trap" | "assert_exhaustion" | "assert_exception";
      readonly action: ScriptAction;
      readonly text?: string;
    }
  | {
      readonly type:
        | "assert_invalid"
        | "assert_malformed"
        | "assert_unlinkable"
        | "assert_uninstantiable"
        | "assert_invalid_custom"
        | "assert_malformed_custom";
      readonly module: ScriptModule;
      readonly text: string;
    }
);

export interface ScriptOptions {
  /** The encoding that modules are assembled in. */
  readonly encoding?: Encoding;
}

/**
 * Reads a test script.
 * @throws MortiseError of kind "text" where the script itself is malformed; its modules throw when they are read
 */
export function parseScript(text: string, options: ScriptOptions = {}): ScriptCommand[] {
  return new ScriptReader(text, options.encoding ?? "proposal").read();
}

const MODULE = A["module"]!;
const INVOKE = A["invoke"]!;
const GET = A["get"]!;
const QUOTE = A["quote"]!;
const BINARY = A["binary"]!;

const MODULE_ASSERTIONS = new Set(
  ["invalid", "malformed", "unlinkable", "uninstantiable", "invalid_custom", "malformed_custom"].map(
    (w) => A[`assert_${w}`]!,
  ),
);
const FAILURES = new Set(["trap", "exhaustion", "exception"].map((word) => A[`assert_${word}`]!));

class ScriptReader {
  private readonly cursor: Cursor;
  private readonly encoding: Encoding;
  /** The line of the last command, and how far newlines have been counted. */
  private line = 1;
  private counted = 0;

  constructor(text: string, encoding: Encoding) {
    this.cursor = new Cursor(tokenize(text));
    this.encoding = encoding;
  }

  read(): ScriptCommand[] {
    const { cursor } = this;
    const commands: ScriptCommand[] = [];
    if (cursor.kind !== END && !this.isCommand(cursor.peek(1))) return [this.bareModule()];
    while (cursor.kind !== END) {
      if (cursor.kind !== LPAR) throw cursor.unexpected("a command");
      commands.push(this.command());
    }
    return commands;
  }

  private isCommand(kind: number): boolean {
    return (
      kind === MODULE ||
      kind === INVOKE ||
      kind === GET ||
      kind === A["register"] ||
      wordOf(kind).startsWith("assert_")
    );
  }

  /** A script may be the fields of one module. */
  private bareModule(): ScriptCommand {
    const { cursor } = this;
    const line = this.lineAt(cursor.offset);
    const start = cursor.pos;
    const end = cursor.tokens.count - 1;
    cursor.pos = end;
    const assemble = (at: Cursor) =>
      moduleFields(at, end, { encoding: this.encoding, id: undefined, path: "root" }).def;
    return { type: "module", line, module: this.lazy(start, assemble) };
  }

  /** Lines are counted once, as commands come in order. */
  private lineAt(offset: number): number {
    const { source } = this.cursor;
    for (
      let at = source.indexOf("\n", this.counted);
      at >= 0 && at < offset;
      at = source.indexOf("\n", at + 1)
    ) {
      this.line++;
      this.counted = at + 1;
    }
    return this.line;
  }

  private command(): ScriptCommand {
    const { cursor } = this;
    const keyword = cursor.peek(1);
    const line = this.lineAt(cursor.tokens.start[cursor.pos + 1]!);
    if (keyword === MODULE) return this.moduleCommand(line);
    if (keyword === INVOKE || keyword === GET) return { type: "action", line, action: this.action() };
    cursor.pos += 2;
    if (keyword === A["register"]) return this.register(line);
    if (keyword === A["assert_return"]) return this.assertReturn(line);
    if (FAILURES.has(keyword)) return this.failure(keyword, line);
    if (MODULE_ASSERTIONS.has(keyword)) return this.moduleAssertion(wordOf(keyword), line);
    cursor.pos--;
    throw cursor.unexpected("a command");
  }

  private moduleCommand(line: number): ScriptCommand {
    const { cursor } = this;
    const keyword = cursor.peek(2);
    if (keyword === A["instance"] && cursor.peek(3) !== LPAR) return this.moduleInstance(line);
    const definition = keyword === A["definition"];
    const module = this.module();
    const { name, source } = module;
    return {
      type: definition ? "module_definition" : "module",
      line,
      module: source,
      ...(name === undefined ? {} : { name }),
    };
  }

  /** `(module instance $instance? $module?)`. */
  private moduleInstance(line: number): ScriptCommand {
    const { cursor } = this;
    cursor.pos += 3;
    const name = this.id();
    const module = this.id();
    cursor.close();
    return { type: "module_instance", line, ...(name ? { name } : {}), ...(module ? { module } : {}) };
  }

  /** An identifier with its `$`. */
  private id(): string | undefined {
    return this.cursor.kind === ID ? `$${this.cursor.takeId()}` : undefined;
  }

  /** `(module definition? id? quote|binary? …)`. */
  private module(): { name: string | undefined; source: ScriptModule } {
    const { cursor } = this;
    const start = cursor.pos;
    const close = cursor.closing(start);
    cursor.pos += 2;
    cursor.take(A["definition"]!);
    const name = this.id();
    let source: ScriptModule;
    if (cursor.take(QUOTE)) source = this.quoted();
    else if (cursor.take(BINARY)) source = { form: "binary", bytes: cursor.bytes() };
    else source = this.lazy(start, (at) => moduleInParens(at, { encoding: this.encoding }));
    if (source.form === "text" && cursor.pos !== close) throw cursor.unexpected("a string");
    cursor.pos = close + 1;
    return { name, source };
  }

  /** A module that is assembled at the first use. */
  private lazy(token: number, read: (cursor: Cursor) => Parameters<typeof encodeModule>[0]): ScriptModule {
    const { encoding } = this;
    const { tokens } = this.cursor;
    let bytes: Uint8Array | undefined;
    return {
      form: "binary",
      get bytes() {
        return (bytes ??= encodeModule(read(new Cursor(tokens, token)), { encoding }));
      },
    };
  }

  /** Strings that hold the text of a module, which need not even be UTF-8. */
  private quoted(): ScriptModule {
    const { cursor, encoding } = this;
    const { source, offset } = cursor;
    const raw = cursor.bytes();
    const text = decodeUtf8(raw, 0, raw.length);
    return {
      form: "text",
      text: text ?? new TextDecoder().decode(raw),
      get bytes() {
        if (text === undefined) throw badTextUtf8(source, offset);
        return parse(text, { encoding });
      },
    };
  }

  private action(): ScriptAction {
    const { cursor } = this;
    const type = cursor.peek(1) === GET ? "get" : "invoke";
    if (!cursor.at(GET) && !cursor.at(INVOKE)) throw cursor.unexpected("(invoke or (get");
    cursor.pos += 2;
    const module = this.id();
    const field = cursor.name();
    const named = module === undefined ? {} : { module };
    const args: ScriptValue[] = [];
    if (type === "invoke") while (cursor.kind !== RPAR) args.push(scriptValue(cursor));
    cursor.close();
    return type === "get" ? { type, ...named, field } : { type, ...named, field, args };
  }

  private register(line: number): ScriptCommand {
    const { cursor } = this;
    const as = cursor.name();
    const name = this.id();
    cursor.close();
    return { type: "register", line, as, ...(name === undefined ? {} : { name }) };
  }

  private assertReturn(line: number): ScriptCommand {
    const { cursor } = this;
    const action = this.action();
    const expected: ScriptExpected[] = [];
    while (cursor.kind !== RPAR) expected.push(scriptResult(cursor));
    cursor.close();
    return { type: "assert_return", line, action, expected };
  }

  private failure(keyword: number, line: number): ScriptCommand {
    const { cursor } = this;
    if (cursor.at(MODULE)) return this.moduleAssertion("assert_uninstantiable", line);
    const action = this.action();
    const text = cursor.kind === STRING ? cursor.name() : undefined;
    cursor.close();
    const type = wordOf(keyword) as "assert_trap";
    return { type, line, action, ...(text === undefined ? {} : { text }) };
  }

  private moduleAssertion(word: string, line: number): ScriptCommand {
    const { cursor } = this;
    if (!cursor.at(MODULE)) throw cursor.unexpected("(module");
    const { source } = this.module();
    const text = cursor.name();
    cursor.close();
    return { type: word as "assert_invalid", line, module: source, text };
  }
}
