// Instructions as text, folded: each with the operands that stand right before it. Instructions keep their order, so that
// any folding reads back to the same bytes; where operands do not come one value at a time, they are left unfolded.

import { type BodyDecoder, type BodySink, EMPTY_BLOCK } from "../binary/index.ts";
import { OPCODE_SPACE, Op, opcodeAt } from "../model/index.ts";
import { type CodeNames, InstructionText, opensBlock } from "./print-code.ts";
import { indentOf } from "./print-types.ts";

/** A folded instruction, or a part of a block (`then`, `do`, …). */
interface Node {
  readonly head: string;
  readonly kids: Node[];
  /** It leaves exactly one value. */
  value: boolean;
  /** Length on one line. */
  width: number;
}

/** A block being read: its node, and the list that instructions go to. */
interface Frame {
  readonly node: Node;
  list: Node[];
}

/** Values taken and left, by dense opcode index; what is not here depends on immediates. */
const pops = new Int8Array(OPCODE_SPACE);
const pushes = new Int8Array(OPCODE_SPACE);
for (let op = 0; op < OPCODE_SPACE; op++) {
  const [params, results] = (opcodeAt(op)?.signature ?? "").split(":");
  pops[op] = params?.length ?? 0;
  pushes[op] = results?.length ?? 0;
}

const SPECIAL: readonly (readonly [op: number, pops: number, pushes: number])[] = [
  [Op.br_if, 1, 0],
  [Op.br_table, 1, 0],
  [Op.drop, 1, 0],
  [Op.select, 3, 1],
  [Op.select_t, 3, 1],
  [Op["local.get"], 0, 1],
  [Op["local.set"], 1, 0],
  [Op["local.tee"], 1, 1],
  [Op["global.get"], 0, 1],
  [Op["global.set"], 1, 0],
  [Op["table.get"], 1, 1],
  [Op["table.set"], 2, 0],
  [Op["table.grow"], 2, 1],
  [Op["table.fill"], 3, 0],
  [Op["ref.null"], 0, 1],
  [Op["ref.is_null"], 1, 1],
  [Op.throw_ref, 1, 0],
  [Op.if, 1, 0],
];
for (const [op, taken, left] of SPECIAL) {
  pops[op] = taken;
  pushes[op] = left;
}

/** What the folded form must know of other functions. */
export interface FoldedNames extends CodeNames {
  /** Parameters and results of a function, `undefined` where they are not known. */
  readonly callArity: (func: number) => Arity | undefined;
  /** How many results the body's own function has. */
  readonly results: number;
}

export interface Arity {
  readonly params: number;
  readonly results: number;
}

/** Longest instruction on one line. */
const LINE = 80;

export class FoldedPrinter implements BodySink {
  readonly text: InstructionText;
  private readonly names: FoldedNames;
  private readonly frames: Frame[] = [{ node: newNode(""), list: [] }];

  constructor(names: FoldedNames) {
    this.names = names;
    this.text = new InstructionText(names);
  }

  instruction(op: number, body: BodyDecoder): void {
    if (op === Op.end || op === Op.delegate) this.close(op, body);
    else if (op === Op.else || op === Op.catch || op === Op.catch_all) this.beginPart(this.text.of(op, body));
    else if (opensBlock(op)) this.openBlock(op, body);
    else this.add(this.text.of(op, body), ...this.arity(op, body));
  }

  private get frame(): Frame {
    return this.frames[this.frames.length - 1]!;
  }

  /** Adds an instruction, with the operands it takes if each of them is a value. */
  private add(head: string, taken: number, left: number): Node {
    const { list } = this.frame;
    const node = newNode(head);
    const from = list.length - taken;
    const whole = taken > 0 && from >= 0 && list.slice(from).every((kid) => kid.value);
    if (whole) for (const kid of list.splice(from)) adopt(node, kid);
    node.value = left === 1 && (taken === 0 || whole);
    list.push(node);
    return node;
  }

  private arity(op: number, body: BodyDecoder): [pops: number, pushes: number] {
    const { names } = this;
    switch (op) {
      case Op.call:
        return arityOf(names.callArity(body.a), 0, false);
      case Op.return_call:
        return arityOf(names.callArity(body.a), 0, true);
      case Op.call_indirect:
      case Op.return_call_indirect:
        return arityOf(this.typeArity(body.a), 1, op === Op.return_call_indirect);
      case Op.return:
        return [names.results, 0];
      default:
        return [pops[op]!, pushes[op]!];
    }
  }

  private typeArity(index: number): Arity | undefined {
    const type = this.names.funcType(index);
    return type && { params: type.params.length, results: type.results.length };
  }

  private openBlock(op: number, body: BodyDecoder): void {
    const type = body.a;
    const arity = type >= 0 ? this.typeArity(type) : { params: 0, results: type === EMPTY_BLOCK ? 0 : 1 };
    const node = this.add(this.text.of(op, body), op === Op.if ? 1 : 0, 0);
    node.value = arity?.results === 1 && arity.params === 0;
    this.frames.push({ node, list: node.kids });
    if (op === Op.if) this.beginPart("then");
    else if (op === Op.try) this.beginPart("do");
  }

  /** A part of the open block; the one before it, if any, is complete. */
  private beginPart(head: string): void {
    this.endPart();
    const { frame } = this;
    const part = newNode(head);
    frame.node.kids.push(part);
    frame.list = part.kids;
  }

  /** Measures the list that instructions went to, now that it is complete. */
  private endPart(): void {
    const { node, list } = this.frame;
    const part = list === node.kids ? undefined : node.kids[node.kids.length - 1]!;
    if (part === undefined) return;
    for (const kid of part.kids) part.width += kid.width + 1;
    node.width += part.width + 1;
  }

  private close(op: number, body: BodyDecoder): void {
    if (this.frames.length === 1) return;
    const head = this.text.of(op, body);
    if (op === Op.delegate) this.beginPart(head);
    this.endPart();
    const { node, list } = this.frames.pop()!;
    if (list === node.kids) for (const kid of list) node.width += kid.width + 1;
  }

  /** The text, each line begun by a newline and indented by at least `depth`. */
  print(depth: number): string {
    let out = "";
    const todo: (Node | string)[] = [...this.frames[0]!.list].reverse();
    const depths: number[] = todo.map(() => depth);
    while (todo.length > 0) {
      const node = todo.pop()!;
      const at = depths.pop()!;
      if (typeof node === "string") out += node;
      else if (node.width <= LINE) out += `\n${indentOf(at)}${oneLine(node)}`;
      else {
        out += `\n${indentOf(at)}(${node.head}`;
        todo.push(")");
        depths.push(0);
        for (let i = node.kids.length - 1; i >= 0; i--) {
          todo.push(node.kids[i]!);
          depths.push(at + 1);
        }
      }
    }
    return out;
  }
}

const newNode = (head: string): Node => ({ head, kids: [], value: false, width: head.length + 2 });

function adopt(node: Node, kid: Node): void {
  node.kids.push(kid);
  node.width += kid.width + 1;
}

const arityOf = (arity: Arity | undefined, more: number, tail: boolean): [number, number] =>
  arity ? [arity.params + more, tail ? 0 : arity.results] : [0, 0];

/** Short nodes are shallow, so recursion is bounded by the line's length. */
const oneLine = ({ head, kids }: Node): string =>
  kids.length === 0 ? `(${head})` : `(${head} ${kids.map(oneLine).join(" ")})`;
