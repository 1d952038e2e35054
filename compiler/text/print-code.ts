// Instructions as text: the name and immediates of each, from the body decoder; flat, one to a line. The folded form is in
// print-folded.ts.

import { type BodyDecoder, type BodySink, CATCH_SIZE, EMPTY_BLOCK } from "../binary/index.ts";
import { type FuncType, type Immediate, OPCODE_SPACE, Op, opcodeAt } from "../model/index.ts";
import type { Identifiers, NamedSpace, SpaceIds } from "./identifiers.ts";
import { f32Literal, f64Literal, i64Literal, idLiteral, nameLiteral } from "./literals.ts";
import { heapText, indentOf, signatureText, valTypeText } from "./print-types.ts";

/** What an instruction's text depends on. */
export interface CodeNames {
  readonly ids: Identifiers;
  readonly locals: SpaceIds;
  /** Names of labels by the number of their block in the body. */
  readonly labels: ReadonlyMap<number, string> | undefined;
  readonly funcType: (index: number) => FuncType | undefined;
}

type Describe = (body: BodyDecoder, names: InstructionText, width: number) => string;

const one =
  (space: NamedSpace): Describe =>
  (body, { code }) =>
    ` ${code.ids.use(space, body.a)}`;

/** An index that is left out when it is 0. */
const optional = (names: InstructionText, space: NamedSpace, index: number): string =>
  index === 0 ? "" : ` ${names.code.ids.use(space, index)}`;

const pair =
  (space: NamedSpace): Describe =>
  ({ a, b }, { code }) =>
    a === 0 && b === 0 ? "" : ` ${code.ids.use(space, a)} ${code.ids.use(space, b)}`;

const segment =
  (of: "elem" | "data", space: "table" | "memory"): Describe =>
  ({ a, b }, names) =>
    `${optional(names, space, b)} ${names.code.ids.use(of, a)}`;

function memarg({ a, b, align }: BodyDecoder, names: InstructionText, width: number): string {
  const offset = b === 0 ? "" : ` offset=${b}`;
  const natural = 2 ** align === width ? "" : ` align=${2 ** align}`;
  return optional(names, "memory", a) + offset + natural;
}

const CATCH_WORDS = ["catch", "catch_ref", "catch_all", "catch_all_ref"];

function catches({ list }: BodyDecoder, names: InstructionText): string {
  let text = "";
  for (let at = 0; at < list.length; at += CATCH_SIZE) {
    const tag = list[at + 1]! < 0 ? "" : ` ${names.code.ids.use("tag", list[at + 1]!)}`;
    text += ` (${CATCH_WORDS[list[at]!]}${tag} ${names.label(list[at + 2]!)})`;
  }
  return text;
}

const DESCRIBE: Partial<Record<Immediate, Describe>> = {
  none: () => "",
  block: (body, names) => names.blockType(body.a),
  label: ({ a }, names) => ` ${names.label(a)}`,
  labels: ({ list }, names) => list.map((label) => ` ${names.label(label)}`).join(""),
  func: one("func"),
  "type-table": ({ a, b }, names) => `${optional(names, "table", b)} ${names.typeUse(a)}`,
  local: ({ a }, { code }) => ` ${code.locals.use(a)}`,
  global: one("global"),
  table: ({ a }, names) => optional(names, "table", a),
  "table-table": pair("table"),
  "elem-table": segment("elem", "table"),
  elem: one("elem"),
  data: one("data"),
  "data-memory": segment("data", "memory"),
  memory: ({ a }, names) => optional(names, "memory", a),
  "memory-memory": pair("memory"),
  memarg,
  i32: ({ a }) => ` ${a}`,
  i64: ({ low, high }) => ` ${i64Literal(low, high)}`,
  f32: ({ a }) => ` ${f32Literal(a)}`,
  f64: ({ low, high }) => ` ${f64Literal(low, high)}`,
  types: ({ list }) => ` (result${list.map((type) => ` ${valTypeText(type)}`).join("")})`,
  heap: ({ a }) => ` ${heapText(a)}`,
  tag: one("tag"),
  "try-table": (body, names) => names.blockType(body.a) + catches(body, names),
};

const describers = Array.from({ length: OPCODE_SPACE }, (_, op) => {
  const immediate = opcodeAt(op)?.immediate;
  return immediate && DESCRIBE[immediate];
});
const opNames = Array.from({ length: OPCODE_SPACE }, (_, op) => opcodeAt(op)?.name ?? "");
opNames[Op.select_t] = "select";
const widths = Array.from({ length: OPCODE_SPACE }, (_, op) => opcodeAt(op)?.width ?? 0);

const DATA_DROP = Op["data.drop"];
const MEMORY_INIT = Op["memory.init"];

export const opensBlock = (op: number): boolean =>
  (op >= Op.block && op <= Op.if) || op === Op.try || op === Op.try_table;

/** Gives the text of instructions one after the other, and keeps track of labels. */
export class InstructionText {
  readonly code: CodeNames;
  /** Identifiers of the open blocks, innermost last; the function's own label is not among them. */
  private readonly open: (string | undefined)[] = [];
  private blocks = 0;
  /** An instruction referred to a data segment. */
  usesData = false;

  constructor(code: CodeNames) {
    this.code = code;
  }

  /** The name and immediates of the decoder's current instruction. Blocks are opened, closed ones forgotten. */
  of(op: number, body: BodyDecoder): string {
    const opens = opensBlock(op);
    const name = opNames[op]!;
    if (op === Op.end) this.open.pop();
    else if (op === Op.delegate) this.open.pop();
    if (op === DATA_DROP || op === MEMORY_INIT) this.usesData = true;
    const immediates = describers[op]!(body, this, widths[op]!);
    return opens ? name + this.begin() + immediates : name + immediates;
  }

  /** Opens a block: its label, with a space before. */
  private begin(): string {
    const name = this.code.labels?.get(this.blocks++);
    this.open.push(name === "" ? undefined : name);
    if (name === undefined) return "";
    return name === "" ? ' (@name "")' : ` ${idLiteral(name)}`;
  }

  /** A label by identifier where that means the same, else by depth. */
  label(depth: number): string {
    const { open } = this;
    const at = open.length - 1 - depth;
    const name = at >= 0 ? open[at] : undefined;
    return name !== undefined && open.lastIndexOf(name) === at ? idLiteral(name) : String(depth);
  }

  blockType(type: number): string {
    if (type === EMPTY_BLOCK) return "";
    return type < 0 ? ` (result ${valTypeText(type + 0x80)})` : ` ${this.typeUse(type)}`;
  }

  typeUse(index: number): string {
    const type = this.code.funcType(index);
    return `(type ${this.code.ids.use("type", index)})${type ? signatureText(type) : ""}`;
  }
}

/** Prints instructions flat. The final `end` is left out. */
export class FlatPrinter implements BodySink {
  readonly text: InstructionText;
  private readonly indent: number;
  /** The lines so far, each begun by a newline. */
  out = "";

  constructor(code: CodeNames, indent: number) {
    this.text = new InstructionText(code);
    this.indent = indent;
  }

  instruction(op: number, body: BodyDecoder): void {
    const closes = op === Op.end || op === Op.delegate;
    if (closes && body.depth === 1) return;
    const line = this.text.of(op, body);
    const inner = closes || op === Op.else || op === Op.catch || op === Op.catch_all;
    this.out += `\n${indentOf(this.indent + body.depth - (inner ? 2 : 1))}${line}`;
  }
}

/** Prints a constant expression on one line, without its `end`. */
export class LinePrinter implements BodySink {
  private readonly text: InstructionText;
  readonly parts: string[] = [];

  constructor(code: CodeNames) {
    this.text = new InstructionText(code);
  }

  instruction(op: number, body: BodyDecoder): void {
    if (op !== Op.end || body.depth > 1) this.parts.push(this.text.of(op, body));
  }
}

/** A name as the module's: what follows `module`. */
export const moduleNameText = (name: string | undefined): string =>
  name === undefined ? "" : name === "" ? ` (@name ${nameLiteral(name)})` : ` ${idLiteral(name)}`;
