// Which library is meant by a name, and which unit by a symbol.

import { type ExternType, type FuncType, signatureOf } from "../model/index.ts";
import { describeFunc } from "../validate/index.ts";
import { missingLibrary, missingSymbols, sameName, wrongKind, wrongVersion } from "./errors.ts";
import { BASES, MEMORY, STACK_POINTER, TABLE } from "./symbols.ts";
import type { DefinedFunction, Library, Unit } from "./unit.ts";

/** `libz.so.1.2.13`: the name `libz.so`, and the version. */
const VERSIONED = /^(.*\.so)((?:\.\d+)*)$/;

/** A library's file name: what it is called whatever its version, and its major version, if it says one. */
export function versionOf(file: string): { readonly base: string; readonly major: string | undefined } {
  const [, base = file, version = ""] = VERSIONED.exec(file) ?? [];
  return { base, major: version.split(".")[1] };
}

/**
 * Checks that every library that is needed is there, in the major version that is asked for; a newer minor one is as good.
 * @throws MortiseError `missing-library`, `wrong-version`, `same-name`
 */
export function checkNeeded(main: Unit, libraries: readonly Library[]): void {
  const byBase = new Map<string, string>();
  if (libraries.some(({ name }) => name === main.name)) throw sameName(main.name);
  for (const { name } of libraries) {
    const { base } = versionOf(name);
    if (byBase.has(base)) throw sameName(base);
    byBase.set(base, name);
  }
  for (const { name, info } of libraries)
    for (const needed of info.needed) {
      const wanted = versionOf(needed);
      const found = byBase.get(wanted.base);
      if (found === undefined) throw missingLibrary(needed, name, [...byBase.values()]);
      const { major } = versionOf(found);
      if (wanted.major !== undefined && major !== undefined && major !== wanted.major)
        throw wrongVersion(needed, name, found);
    }
}

/** Where a function comes from: a unit, or the host (`env` of the linked module). */
export type FunctionSource =
  | { readonly from: "unit"; readonly unit: Unit; readonly defined: DefinedFunction }
  | { readonly from: "host" }
  /** A weak symbol that nobody defines. */
  | { readonly from: "nobody" };

/** All units in the order in which symbols are looked up: the first that defines a name is meant. */
export class Scope {
  readonly units: readonly Unit[];
  private readonly hostSymbols: ReadonlySet<string>;
  private readonly weak: ReadonlySet<string>;

  constructor(main: Unit, libraries: readonly Library[], hostSymbols: ReadonlySet<string>) {
    this.units = [main, ...libraries];
    // The type of what is only pointed to is not known.
    const isCalled = (name: string) => this.units.some(({ env }) => env.get(name)?.kind === "func");
    this.hostSymbols = new Set([...hostSymbols].filter(isCalled));
    this.weak = new Set(libraries.flatMap(({ info }) => [...info.weak]));
  }

  /** @returns undefined if the symbol is missing */
  func(name: string): FunctionSource | undefined {
    for (const unit of this.units) {
      const defined = unit.functions.get(name);
      if (defined !== undefined) return { from: "unit", unit, defined };
    }
    if (this.hostSymbols.has(name)) return { from: "host" };
    return this.weak.has(name) ? { from: "nobody" } : undefined;
  }

  /** The unit that defines a function, if one does. */
  definer(name: string): Unit | undefined {
    const source = this.func(name);
    return source?.from === "unit" ? source.unit : undefined;
  }

  data(name: string): Unit | undefined {
    return this.units.find(({ data }) => data.has(name));
  }

  tag(name: string): Unit | undefined {
    return this.units.find(({ exports }) => exports.get(name)?.kind === "tag");
  }
}

/**
 * Checks that all who import a function of the host mean the same.
 * @throws MortiseError `symbol-mismatch`
 */
export function checkHost({ units }: Scope): void {
  const users = new Map<string, { readonly unit: Unit; readonly type: FuncType }>();
  for (const unit of units)
    for (const [instance, { exports }] of unit.host)
      for (const [name, type] of exports) {
        if (type.kind !== "func") continue;
        const symbol = `${instance}.${name}`;
        const first = users.get(symbol) ?? { unit, type: type.type };
        users.set(symbol, first);
        if (signatureOf(first.type) !== signatureOf(type.type))
          throw wrongKind(
            unit.name,
            symbol,
            describeFunc(type.type),
            describeFunc(first.type),
            `${first.unit.name} does, so that a host cannot give it to both`,
          );
      }
}

/** What the linker itself gives, whatever the units export. */
const GIVEN: ReadonlySet<string> = new Set([...BASES, MEMORY, TABLE, STACK_POINTER]);

/**
 * Checks that every symbol is there and is what its user takes it for.
 * @throws MortiseError `missing-symbol`, `symbol-mismatch`
 */
export function checkSymbols(scope: Scope): void {
  for (const unit of scope.units) {
    const missing = [
      ...missingEnv(scope, unit),
      ...unit.gotMem.filter((name) => scope.data(name) === undefined),
      ...unit.gotFunc.filter((name) => scope.func(name) === undefined),
    ];
    if (missing.length > 0) throw missingSymbols(unit.name, [...new Set(missing)]);
  }
}

function missingEnv(scope: Scope, unit: Unit): string[] {
  const missing: string[] = [];
  for (const [name, type] of unit.env) {
    if (GIVEN.has(name) || type.kind === "tag") continue;
    const source = type.kind === "func" ? scope.func(name) : undefined;
    if (source === undefined) missing.push(name);
    else if (source.from === "unit") checkType(unit, name, type, source);
  }
  return missing;
}

function checkType(
  user: Unit,
  name: string,
  type: ExternType,
  { unit, defined }: { readonly unit: Unit; readonly defined: DefinedFunction },
): void {
  const wanted = (type as { readonly type: FuncType }).type;
  if (signatureOf(wanted) !== signatureOf(defined.type))
    throw wrongKind(
      user.name,
      name,
      describeFunc(wanted),
      describeFunc(defined.type),
      `${unit.name} exports it`,
    );
}
