// What the code of one core module needs to know of the module around it: how its functions, globals, memories and
// tables are reached from a function body, and which names of the tree and of the factory it uses.

import {
  F32,
  F64,
  type FuncType,
  I32,
  I64,
  type ModuleDef,
  signatureOf,
  type ValType,
} from "../model/index.ts";
import type { ValidModule } from "../validate/index.ts";
import { TEMPLATES } from "./operations.ts";

/** How a global is read and written. */
export interface GlobalAccess {
  readonly type: ValType;
  /** The value, or its low word. */
  readonly value: string;
  /** The high word of an i64. */
  readonly high: string;
  /** It never changes: reading it depends on nothing. */
  readonly constant: boolean;
}

/** Names used by generated code that the tree or the factory has to declare. */
export class NameUse {
  readonly used = new Set<string>();
  /** Operations whose names are among them, by number. */
  readonly operations = new Uint8Array(2 * TEMPLATES);
  add(name: string): this {
    this.used.add(name);
    return this;
  }
}

/** What a function is to be called in stack traces: a name that ends in `$` and its index, so that it is like no other. */
export type FunctionNames = (module: ValidModule, index: number) => string | undefined;

export class CoreContext {
  readonly valid: ValidModule;
  /** Helpers and tree-level names, of the text that is being made. */
  tree: NameUse;
  /** Functions and global constants that the function `alone` referred to: its text has to fetch them. */
  readonly called = new Set<number>();
  readonly globalNames = new Set<string>();
  /** Functions that are declared at tree level. */
  readonly stateless: ReadonlySet<number>;
  /** The function that is generated as a text of its own. */
  alone: number | undefined;
  private readonly functionNames: FunctionNames;
  /** By function, with room for all: an array that grows to a number far beyond its end becomes a table of hashes. */
  private readonly names: string[];
  private readonly lateCallees: string[];
  /** Table views: `T<table>_<n>`, by table and signature. */
  readonly views = new Map<string, { name: string; table: number; signature: string }>();
  /** Functions that leave the module by reference or export: these also leave a high word where others look. */
  readonly escaping: ReadonlySet<number>;
  /** Globals that other code may hold: exported, imported or aliased. */
  private readonly shared: ReadonlySet<number>;
  private readonly globalAccess: GlobalAccess[] = [];
  /** Sizes of the arrays of the module's unshared globals. */
  words = 0;
  floats = 0;
  references = 0;

  private readonly imported: number;
  private readonly growing: Uint8Array;

  constructor(
    valid: ValidModule,
    tree: NameUse,
    functionNames: FunctionNames = () => undefined,
    stateless: ReadonlySet<number> = new Set(),
  ) {
    this.valid = valid;
    this.stateless = stateless;
    this.tree = tree;
    this.functionNames = functionNames;
    this.escaping = escapingFunctions(valid);
    this.shared = sharedGlobals(valid);
    this.imported = valid.funcs.length - valid.def.functions.length;
    this.names = new Array(valid.funcs.length);
    this.lateCallees = new Array(valid.funcs.length);
    this.growing = valid.calls.mayGrow;
    for (let i = 0; i < valid.globals.length; i++) this.globalAccess.push(this.placeGlobal(i));
  }

  get def(): ModuleDef {
    return this.valid.def;
  }

  funcType(index: number): FuncType {
    return this.valid.funcs[index]!.type;
  }

  /** A type of the type index space that validation knows to be a function type. */
  signatureType(index: number): FuncType {
    return this.valid.types[index] as FuncType;
  }

  globalType(index: number): ValType {
    return this.valid.globals[index]!.type.type;
  }

  isOwn(index: number): boolean {
    return this.valid.funcs[index]!.origin.from === "own";
  }

  /** Can a call of the function end with another view of a memory than it began with? */
  mayGrow(index: number): boolean {
    return index < this.imported || this.growing[index - this.imported] === 1;
  }

  functionName(index: number): string {
    if (this.alone !== undefined) this.called.add(index);
    return (this.names[index] ??= this.nameOf(index));
  }

  /** Stateless functions stand beside those of other modules, if there are any: `f12_3`, `malloc_3$12`. */
  private nameOf(index: number): string {
    const name = (this.isOwn(index) ? this.functionNames(this.valid, index) : undefined) ?? `f${index}`;
    const only = this.valid.id === 0 && this.valid.nested.length === 0;
    if (only || !this.stateless.has(index)) return name;
    const at = name.includes("$") ? name.lastIndexOf("$") : name.length;
    return `${name.slice(0, at)}_${this.valid.id}${name.slice(at)}`;
  }

  /** Is the function made at its first call, from the text that is being made? */
  isLate(index: number): boolean {
    return this.alone !== undefined && index !== this.alone && this.isOwn(index);
  }

  /** What is called for a function: in a text of its own, a variable for one of another text, which is made at its first call. */
  callee(index: number): string {
    const name = this.functionName(index);
    if (!this.isLate(index)) return name;
    return (this.lateCallees[index] ??= `(${name}??=load(${index}))`);
  }

  /** The array of a table's functions of one signature. */
  tableView(table: number, type: FuncType): string {
    const signature = signatureOf(type);
    const key = `${table}/${signature}`;
    let view = this.views.get(key);
    if (view === undefined) {
      view = { name: `T${table}_${this.views.size}`, table, signature };
      this.views.set(key, view);
    }
    return view.name;
  }

  isSharedGlobal(index: number): boolean {
    return this.shared.has(index);
  }

  global(index: number): GlobalAccess {
    const access = this.globalAccess[index]!;
    if (this.alone !== undefined) this.noteGlobal(index, access);
    return access;
  }

  private noteGlobal(index: number, access: GlobalAccess): void {
    if (access.value.startsWith("g")) this.globalNames.add(`g${index}`);
    if (access.constant && access.type === I64) this.globalNames.add(access.high);
  }

  private placeGlobal(index: number): GlobalAccess {
    const { type, mutable } = this.valid.globals[index]!.type;
    if (!mutable) return { type, value: `g${index}`, high: `g${index}h`, constant: true };
    if (this.shared.has(index)) return { type, value: `g${index}[0]`, high: `g${index}[1]`, constant: false };
    return { type, ...this.placeUnshared(type), constant: false };
  }

  /** Unshared globals are packed into one typed array for each sort of value. */
  private placeUnshared(type: ValType): { value: string; high: string } {
    if (type === I32) return { value: `G[${this.words++}]`, high: "" };
    if (type === I64) {
      this.words += 2;
      return { value: `G[${this.words - 2}]`, high: `G[${this.words - 1}]` };
    }
    if (type === F32 || type === F64) return { value: `GF[${this.floats++}]`, high: "" };
    return { value: `GR[${this.references++}]`, high: "" };
  }
}

/** Exported, in an element segment, or named by ref.func. */
function escapingFunctions(valid: ValidModule): Set<number> {
  const escaping = new Set<number>(valid.referenced);
  for (const entry of valid.exports) if (entry.type.kind === "func") escaping.add(entry.index);
  for (const segment of valid.def.elements)
    if (segment.items.form === "funcs") for (const index of segment.items.indices) escaping.add(index);
  return escaping;
}

function sharedGlobals(valid: ValidModule): Set<number> {
  const shared = new Set<number>();
  for (const entry of valid.exports) if (entry.type.kind === "global") shared.add(entry.index);
  valid.globals.forEach((global, index) => {
    if (global.origin.from !== "own") shared.add(index);
  });
  return shared;
}

/** The initial value of a variable of a type, as JavaScript. */
export const zeroOf = (type: ValType): string =>
  type === I32 || type === I64 || type === F32 || type === F64 ? "0" : "null";
