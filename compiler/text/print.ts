// Modules to text: every field on a line of its own, in the order of the binary, with indices of its items in comments
// or identifiers from the name section.

import { EVERY_FEATURE, type Features } from "../base/index.ts";
import { BodyDecoder, decodeModule, type Encoding, NAME_SECTION } from "../binary/index.ts";
import type {
  AliasItem,
  BodyDef,
  CustomSection,
  DataDef,
  ElementDef,
  HeaderItem,
  ImportItem,
  InstanceItem,
  ModuleDef,
  Span,
} from "../model/index.ts";
import { PLACE_WORDS } from "./customs.ts";
import { Identifiers } from "./identifiers.ts";
import { bytesLiteral, nameLiteral } from "./literals.ts";
import { type CodeNames, FlatPrinter, LinePrinter, moduleNameText } from "./print-code.ts";
import { FoldedPrinter, type FoldedNames } from "./print-folded.ts";
import {
  descText,
  globalText,
  importNames,
  indentOf,
  limitsText,
  signatureText,
  typeText,
  valTypeText,
} from "./print-types.ts";
import { PrintScope } from "./print-scope.ts";

export interface PrintOptions {
  /** Instructions with their operands in parentheses, instead of one to a line. */
  readonly folded?: boolean;
  /** How to decode bytes; every feature and either encoding unless told otherwise. */
  readonly features?: Features;
  readonly encoding?: "auto" | Encoding;
}

/**
 * Prints a module as text that parses back to an equal module.
 * @param module a binary, or a module tree
 * @throws MortiseError if the binary cannot be decoded, or holds what has no text (`unprintable`)
 */
export function print(module: Uint8Array | ModuleDef, options: PrintOptions = {}): string {
  const { features = EVERY_FEATURE, encoding = "auto", folded = false } = options;
  const def = module instanceof Uint8Array ? decodeModule(module, { features, encoding }).module : module;
  return `${new ModulePrinter(def, undefined, new BodyDecoder(features), folded, 0).print(undefined)}\n`;
}

const CUSTOM_LAST = 11;

class ModulePrinter {
  private readonly def: ModuleDef;
  private readonly ids: Identifiers;
  private readonly scope: PrintScope;
  private readonly decoder: BodyDecoder;
  private readonly folded: boolean;
  private readonly depth: number;
  private readonly lines: string[] = [];
  private usesData = false;

  constructor(
    def: ModuleDef,
    parent: PrintScope | undefined,
    decoder: BodyDecoder,
    folded: boolean,
    depth: number,
  ) {
    this.def = def;
    this.ids = new Identifiers(def);
    this.scope = new PrintScope(parent);
    this.decoder = decoder;
    this.folded = folded;
    this.depth = depth;
  }

  /** The module; `id` is what the module around it calls it, with a space before; absent at the root. */
  print(id: string | undefined): string {
    const { def, lines } = this;
    const own = this.ids.names.module;
    def.header.forEach((item, at) => {
      if (breaksSection(def.header[at - 1], item)) this.line("(@section)");
      this.line(this.headerItem(item));
    });
    this.definitions();
    if (def.dataCount !== undefined && !this.usesData) this.line("(@datacount)");
    for (const custom of def.customs) if (custom.name !== NAME_SECTION) this.line(this.custom(custom));
    const head =
      id === undefined || id === moduleNameText(own) ? moduleNameText(own) : id + annotationOf(own);
    return lines.length === 0 ? `(module${head})` : `(module${head}${lines.join("")})`;
  }

  private line(text: string): void {
    this.lines.push(`\n${indentOf(this.depth + 1)}${text}`);
  }

  private readonly useType = (index: number): string => this.ids.use("type", index);

  private headerItem(item: HeaderItem): string {
    switch (item.item) {
      case "type": {
        const id = this.ids.space("type").define(this.scope.addType(item.type));
        return `(type${id} ${typeText(item.type, this.useType, this.depth + 1)})`;
      }
      case "import":
        return this.importItem(item);
      case "alias":
        return this.alias(item);
      case "instance":
        return this.instance(item);
      case "module":
        return this.nested(item.module);
    }
  }

  private importItem({ module, field, desc }: ImportItem): string {
    const { scope } = this;
    if (field !== undefined) scope.addImplicit(module);
    const index = scope.add(desc.kind);
    if (desc.kind === "func") scope.addFunc(desc.typeIndex);
    const id = this.ids.space(desc.kind).define(index);
    const signature = desc.kind === "func" ? this.signature(desc.typeIndex) : "";
    return `(import ${importNames(module, field)} (${desc.kind}${id} ${descText(desc, this.useType)}${signature}))`;
  }

  private signature(type: number): string {
    const found = this.scope.funcType(type);
    return found ? signatureText(found) : "";
  }

  private alias({ target }: AliasItem): string {
    const { kind } = target;
    const index = kind === "type" ? this.scope.addOuterType(target) : this.scope.add(kind);
    if (kind === "func") this.scope.addFunc(undefined);
    const item = `(${kind}${this.ids.space(kind).define(index)})`;
    if (target.from === "outer") return `(alias outer ${target.depth} ${target.index} ${item})`;
    return `(alias ${this.ids.use("instance", target.instance)} ${nameLiteral(target.name)} ${item})`;
  }

  private instance({ module, args }: InstanceItem): string {
    const id = this.ids.space("instance").define(this.scope.add("instance"));
    const list = args.map(
      ({ name, kind, index }) => ` (import ${nameLiteral(name)} (${kind} ${this.ids.use(kind, index)}))`,
    );
    return `(instance${id} (instantiate ${this.ids.use("module", module)}${list.join("")}))`;
  }

  private nested(def: ModuleDef): string {
    const id = this.ids.use("module", this.scope.add("module"));
    const printer = new ModulePrinter(def, this.scope, this.decoder, this.folded, this.depth + 1);
    return printer.print(id.startsWith("$") ? ` ${id}` : "");
  }

  private definitions(): void {
    const { def, scope } = this;
    const firstFunc = scope.count("func");
    for (const { index } of def.functions) {
      scope.add("func");
      scope.addFunc(index);
    }
    def.tables.forEach(({ type, init }) => {
      const text = `${limitsText(type.limits)} ${valTypeText(type.element)}${init ? ` ${this.expression(init)}` : ""}`;
      this.own("table", text);
    });
    for (const { type } of def.memories) this.own("memory", limitsText(type.limits));
    for (const { index } of def.tags)
      this.own("tag", `(type ${this.useType(index)})${this.signature(index)}`);
    for (const { type, init } of def.globals)
      this.own("global", `${globalText(type)} ${this.expression(init)}`);
    for (const { name, kind, index } of def.exports)
      this.line(`(export ${nameLiteral(name)} (${kind} ${this.ids.use(kind, index)}))`);
    if (def.startFunction) this.line(`(start ${this.ids.use("func", def.startFunction.index)})`);
    def.elements.forEach((element, index) => {
      this.line(this.element(element, index));
    });
    def.code.forEach((body, at) => {
      this.line(this.func(body, firstFunc + at, def.functions[at]!.index));
    });
    def.data.forEach((data, index) => {
      this.line(this.data(data, index));
    });
  }

  private own(kind: "table" | "memory" | "tag" | "global", text: string): void {
    this.line(`(${kind}${this.ids.space(kind).define(this.scope.add(kind))} ${text})`);
  }

  private codeNames(func: number, type: number): FoldedNames {
    const { scope } = this;
    return {
      ids: this.ids,
      locals: this.ids.locals(func),
      labels: this.ids.names.labels.get(func),
      funcType: (index) => scope.funcType(index),
      callArity: (index) => {
        const used = scope.funcs[index];
        const found = used === undefined ? undefined : scope.funcType(used);
        return found && { params: found.params.length, results: found.results.length };
      },
      results: scope.funcType(type)?.results.length ?? 0,
    };
  }

  private func(body: BodyDef, index: number, type: number): string {
    const { decoder, depth } = this;
    const names = this.codeNames(index, type);
    const head = `(func${this.ids.space("func").define(index)} (type ${this.useType(type)})`;
    const params = this.params(names, type);
    decoder.start(body);
    const locals = this.locals(names, this.scope.funcType(type)?.params.length ?? 0);
    return `${head}${params}${locals}${this.instructions(names, depth + 2)})`;
  }

  private instructions(names: FoldedNames, indent: number): string {
    const sink = this.folded ? new FoldedPrinter(names) : new FlatPrinter(names, indent);
    this.decoder.run(sink);
    this.usesData ||= sink.text.usesData;
    return sink instanceof FlatPrinter ? sink.out : sink.print(indent);
  }

  /** The signature again, with the names of parameters. */
  private params({ locals }: CodeNames, type: number): string {
    const found = this.scope.funcType(type);
    if (!found) return "";
    const named = found.params.some((_, at) => locals.bare(at) !== undefined);
    if (!named) return signatureText(found);
    const each = found.params.map((param, at) => ` (param ${withName(locals.bare(at), valTypeText(param))})`);
    return each.join("") + signatureText({ ...found, params: [] });
  }

  /** The declarations of locals: a run of one type in one, but for the named. */
  private locals({ locals }: CodeNames, first: number): string {
    const runs = this.decoder.locals(0);
    let text = "";
    let at = first;
    for (let i = 0; i < runs.length; i += 2) {
      // Runs of one type that the binary keeps apart are kept apart by an empty `(local)`.
      if (i > 0 && runs[i - 1] === runs[i + 1]) text += " (local)";
      let pending = "";
      for (let left = runs[i]!; left > 0; left--, at++) {
        const name = locals.bare(at);
        const type = valTypeText(runs[i + 1]!);
        if (name === undefined) pending += ` ${type}`;
        else {
          text += `${group(pending)} (local ${name} ${type})`;
          pending = "";
        }
      }
      text += group(pending);
    }
    return text === "" ? "" : `\n${indentOf(this.depth + 2)}${text.trimStart()}`;
  }

  /** A constant expression in a row. */
  private expression(span: Span): string {
    const line = new LinePrinter(this.codeNames(-1, -1));
    this.decoder.start(span).run(line);
    return line.parts.length === 1 ? `(${line.parts[0]})` : line.parts.join(" ");
  }

  private offset(span: Span): string {
    const text = this.expression(span);
    return text.startsWith("(") ? text : `(offset ${text})`;
  }

  private element({ mode, table, at, type, items, flags }: ElementDef, index: number): string {
    const id = this.ids.space("elem").define(index);
    const where =
      mode === "declared"
        ? " declare"
        : at === undefined
          ? ""
          : `${this.tableText(table, flags)} ${this.offset(at)}`;
    if (items.form === "funcs") {
      const list = items.indices.map((func) => ` ${this.ids.use("func", func)}`).join("");
      return `(elem${id}${where} func${list})`;
    }
    const list = items.exprs.map((expr) => ` ${this.item(expr)}`).join("");
    return `(elem${id}${where} ${valTypeText(type)}${list})`;
  }

  /** The table is written where the binary has it: flag bit 1. */
  private tableText(table: number, flags: number): string {
    return flags & 2 ? ` (table ${this.ids.use("table", table)})` : "";
  }

  private item(span: Span): string {
    const text = this.expression(span);
    return text.startsWith("(") ? text : `(item ${text})`;
  }

  private data({ memory, at, content }: DataDef, index: number): string {
    const id = this.ids.space("data").define(index);
    const named = memory === 0 ? "" : ` (memory ${this.ids.use("memory", memory)})`;
    const where = at === undefined ? "" : `${named} ${this.offset(at)}`;
    return `(data${id}${where} ${bytesLiteral(content.bytes, content.start, content.end)})`;
  }

  private custom({ name, content, place, after }: CustomSection): string {
    const word = after === 0 ? undefined : PLACE_WORDS.get(place);
    const where = after === 0 ? " (before first)" : place === CUSTOM_LAST ? "" : ` (after ${word})`;
    const bytes =
      content.end > content.start ? ` ${bytesLiteral(content.bytes, content.start, content.end)}` : "";
    return `(@custom ${nameLiteral(name)}${where}${bytes})`;
  }
}

const group = (types: string): string => (types === "" ? "" : ` (local${types})`);

const withName = (name: string | undefined, type: string): string =>
  name === undefined ? type : `${name} ${type}`;

/** A nested module's own name, where it is not what the module around calls it. */
const annotationOf = (name: string | undefined): string =>
  name === undefined ? "" : ` (@name ${nameLiteral(name)})`;

/** Whether two imports in a row are of two sections. */
const breaksSection = (before: HeaderItem | undefined, item: HeaderItem): boolean =>
  before?.item === "import" && item.item === "import" && before.section !== item.section;
