// Makes a failing module smaller while it keeps failing: instructions go, in runs or for constants, and exports, in the
// root and in nested modules alike. What comes of a change need not be valid; then the change is not made.

import { ALL_FEATURES, Writer } from "../../compiler/base/index.ts";
import { BodyDecoder, decodeModule, encodeModule } from "../../compiler/binary/index.ts";
import { type ModuleDef, opcodeAt, type Span, typeOfLetter } from "../../compiler/model/index.ts";

/** True if the module is valid, and fails as before. */
export type StillFails = (bytes: Uint8Array) => boolean;

/** A body in pieces: its locals, and each instruction. */
interface Pieces {
  readonly locals: Uint8Array;
  readonly code: readonly Piece[];
}

interface Piece {
  readonly bytes: Uint8Array;
  /** Signature in the opcode table. */
  readonly signature: string;
}

function piecesOf(body: Span): Pieces {
  const decoder = new BodyDecoder(ALL_FEATURES).start(body);
  decoder.locals(0);
  const locals = body.bytes.subarray(body.start, decoder.position);
  const code: Piece[] = [];
  decoder.run({
    instruction: (op, { offset, position }) =>
      void code.push({ bytes: body.bytes.subarray(offset, position), signature: opcodeAt(op)!.signature }),
  });
  return { locals, code };
}

function bodyOf({ locals, code }: Pieces): Span {
  const to = new Writer().raw(locals);
  for (const { bytes } of code) to.raw(bytes);
  const bytes = to.finish();
  return { bytes, start: 0, end: bytes.length };
}

const DROP: Piece = { bytes: Uint8Array.of(0x1a), signature: "" };
const ZEROS: Readonly<Record<string, readonly number[]>> = {
  i: [0x41, 0],
  j: [0x42, 0],
  f: [0x43, 0, 0, 0, 0],
  d: [0x44, 0, 0, 0, 0, 0, 0, 0, 0],
  r: [0xd0, typeOfLetter("r")],
  e: [0xd0, typeOfLetter("e")],
};
const zero = (letter: string): Piece => ({ bytes: Uint8Array.from(ZEROS[letter]!), signature: `:${letter}` });

/** Makes changes to one module of a tree, and keeps those with which the whole still fails. */
class Reducer {
  private readonly fails: StillFails;
  private readonly deadline: number;
  private root: ModuleDef;

  constructor(root: ModuleDef, fails: StillFails, deadline: number) {
    this.root = root;
    this.fails = fails;
    this.deadline = deadline;
  }

  run(): ModuleDef {
    let size: number;
    do {
      size = encode(this.root).length;
      this.module([]);
    } while (encode(this.root).length < size && !this.late);
    return this.root;
  }

  private get late(): boolean {
    return Date.now() > this.deadline;
  }

  private try(path: readonly number[], change: (module: ModuleDef) => ModuleDef): boolean {
    if (this.late) return false;
    const changed = changeAt(this.root, path, change);
    try {
      if (!this.fails(encode(changed))) return false;
    } catch {
      return false;
    }
    this.root = changed;
    return true;
  }

  private at(path: readonly number[]): ModuleDef {
    return path.reduce((module, item) => (module.header[item] as { module: ModuleDef }).module, this.root);
  }

  private module(path: readonly number[]): void {
    this.lists(path);
    for (let at = this.at(path).code.length - 1; at >= 0; at--) this.body(path, at);
    this.at(path).header.forEach((item, position) => {
      if (item.item === "module") this.module([...path, position]);
    });
  }

  /** Exports, segments, the start function. */
  private lists(path: readonly number[]): void {
    this.try(path, (module) => ({ ...module, startFunction: undefined }));
    for (const key of ["exports", "elements", "data"] as const)
      for (let at = this.at(path)[key].length - 1; at >= 0; at--)
        this.try(path, (module) => ({
          ...module,
          [key]: module[key].filter((_, position) => position !== at),
          dataCount:
            key === "data" && module.dataCount !== undefined ? module.dataCount - 1 : module.dataCount,
        }));
  }

  private body(path: readonly number[], at: number): void {
    const replace = (code: readonly Piece[]) =>
      this.try(path, (module) => ({
        ...module,
        code: module.code.map((body, position) =>
          position === at ? bodyOf({ ...piecesOf(body), code }) : body,
        ),
      }));
    const current = () => piecesOf(this.at(path).code[at]!).code;
    if (replace([{ bytes: Uint8Array.of(0), signature: "" }, current().at(-1)!])) return;
    removeRuns(current, replace);
    for (let i = current().length - 2; i >= 0; i--) simplify(i, current, replace);
  }
}

type Replace = (code: readonly Piece[]) => boolean;

/** Takes runs of instructions out, long ones first, without or with a value in their place. */
function removeRuns(current: () => readonly Piece[], replace: Replace): void {
  for (let length = 1 << Math.floor(Math.log2(current().length)); length >= 1; length >>= 1)
    for (let end = current().length - 1; end >= length; ) {
      const code = current();
      const without = (...instead: Piece[]) =>
        replace([...code.slice(0, end - length), ...instead, ...code.slice(end)]);
      const done = without() || (length < 24 && ["i", "j", "d", "f"].some((letter) => without(zero(letter))));
      end -= done && length > 1 ? length : 1;
      end = Math.min(end, current().length - 1);
    }
}

/** An instruction becomes drops of its operands and a zero. */
function simplify(at: number, current: () => readonly Piece[], replace: Replace): void {
  const code = current();
  const { signature } = code[at] ?? DROP;
  const [params, results] = signature.split(":");
  if (results === undefined || (params === "" && results === "")) return;
  const instead = [...[...params!].map(() => DROP), ...[...results].map(zero)];
  if (params === "" && instead[0]!.bytes.join() === code[at]!.bytes.join()) return;
  replace([...code.slice(0, at), ...instead, ...code.slice(at + 1)]);
}

function changeAt(
  module: ModuleDef,
  path: readonly number[],
  change: (module: ModuleDef) => ModuleDef,
): ModuleDef {
  const [position, ...rest] = path;
  if (position === undefined) return change(module);
  return {
    ...module,
    header: module.header.map((item, i) =>
      i === position && item.item === "module"
        ? { ...item, module: changeAt(item.module, rest, change) }
        : item,
    ),
  };
}

const encode = (module: ModuleDef): Uint8Array => encodeModule(module, { encoding: "proposal" });

/** Reduces a module for at most so many milliseconds. */
export function reduce(bytes: Uint8Array, fails: StillFails, milliseconds: number): Uint8Array {
  const { module } = decodeModule(bytes, { features: ALL_FEATURES, encoding: "auto" });
  return encode(new Reducer(module, fails, Date.now() + milliseconds).run());
}
