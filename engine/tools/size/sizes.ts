// The bytes of a module tree, counted. Each byte of the binary is in one section of one module, or in a preamble; functions and
// data segments are parts of sections.

import { decodeNames, type ModuleNames, sectionSpans } from "../../../compiler/binary/index.ts";
import type { HeaderItem, ImportItem, ModuleDef, Span } from "../../../compiler/model/index.ts";

export interface SizeRow {
  readonly name: string;
  readonly bytes: number;
}

export interface Sizes {
  /** Of the whole binary. */
  readonly bytes: number;
  /** Each module by the names on the way to it, without the modules in it. */
  readonly modules: readonly SizeRow[];
  /** The sections of all modules, by name: their own bytes, without nested modules. */
  readonly sections: readonly SizeRow[];
  /** Bodies, the largest first, with the module's name before them unless it is the root's. */
  readonly functions: readonly SizeRow[];
  /** Data segments, the largest first. */
  readonly data: readonly SizeRow[];
}

/** Counts the bytes of a decoded binary. */
export function sizesOf(root: ModuleDef): Sizes {
  const counter = new Counter();
  counter.count(root, "", "root");
  const { modules, sections, functions, data } = counter;
  return {
    bytes: root.end - root.start,
    modules: modules.sort(largestFirst),
    sections: [...sections].map(([name, bytes]) => ({ name, bytes })).sort(largestFirst),
    functions: functions.sort(largestFirst),
    data: data.sort(largestFirst),
  };
}

const largestFirst = (a: SizeRow, b: SizeRow) => b.bytes - a.bytes;
const lengthOf = ({ start, end }: { readonly start: number; readonly end: number }) => end - start;
const sum = (spans: readonly { readonly start: number; readonly end: number }[]) =>
  spans.reduce((total, span) => total + lengthOf(span), 0);

class Counter {
  readonly modules: SizeRow[] = [];
  readonly sections = new Map<string, number>();
  readonly functions: SizeRow[] = [];
  readonly data: SizeRow[] = [];

  /** `path` is what stands before the names of its items; `title` names the module itself. */
  count(module: ModuleDef, path: string, title: string): void {
    const names = decodeNames(module);
    const nested = nestedModules(module, names);
    const inside = sum(nested.map(({ def }) => def));
    this.modules.push({ name: title, bytes: lengthOf(module) - inside });
    for (const { name, start, end } of sectionSpans(module)) this.addSection(name, end - start);
    this.addSection("module", -inside);
    this.addSection("preamble", 8);
    this.addFunctions(module, names, path);
    module.data.forEach(({ content }, index) => {
      this.data.push({ name: path + (names.data.get(index) ?? `data ${index}`), bytes: lengthOf(content) });
    });
    for (const { def, name } of nested) this.count(def, `${path}${name}/`, path + name);
  }

  private addSection(name: string, bytes: number): void {
    const total = (this.sections.get(name) ?? 0) + bytes;
    if (total === 0) this.sections.delete(name);
    else this.sections.set(name, total);
  }

  private addFunctions({ header, code, exports }: ModuleDef, names: ModuleNames, path: string): void {
    const first = header.filter(isFunction).length;
    const exported = new Map(exports.map(({ kind, index, name }) => [kind === "func" ? index : -1, name]));
    code.forEach((body: Span, at) => {
      const index = first + at;
      const name = names.funcs.get(index) ?? exported.get(index) ?? `func ${index}`;
      this.functions.push({ name: path + name, bytes: lengthOf(body) });
    });
  }
}

/** Header items that take a function index. */
const isFunction = (item: HeaderItem): boolean =>
  (item.item === "import" && (item as ImportItem).desc.kind === "func") ||
  (item.item === "alias" && item.target.kind === "func");

function nestedModules(module: ModuleDef, names: ModuleNames): { def: ModuleDef; name: string }[] {
  const found: { def: ModuleDef; name: string }[] = [];
  let index = 0;
  for (const item of module.header) {
    if (item.item === "module")
      found.push({ def: item.module, name: names.modules.get(index) ?? `module ${index}` });
    const takesIndex =
      item.item === "module" ||
      (item.item === "import" && item.desc.kind === "module") ||
      (item.item === "alias" && item.target.kind === "module");
    if (takesIndex) index++;
  }
  return found;
}
