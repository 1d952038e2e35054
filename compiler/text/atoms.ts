// The keywords of the text format as small numbers, so that the parser compares integers. The table is open
// addressing over a hash that the lexer computes while it scans a word; no substring is made to look one up.

import { addOpcodes, allOpcodes, LATER_ROWS, opcodeNamed } from "../model/index.ts";

addOpcodes(LATER_ROWS);

/** Token kinds. Every kind from `FIRST_ATOM` on is a keyword of its own. */
export const END = 0;
export const LPAR = 1;
export const RPAR = 2;
export const STRING = 3;
export const ID = 4;
/** A word that begins with a digit or a sign. */
export const NUMBER = 5;
/** A word that is no keyword: `nan:0x1`, or a mistake. */
export const WORD = 6;
/** What the grammar reserves: never right. */
export const RESERVED = 7;
/** `offset=…`, `align=…`. */
export const OFFSET = 8;
export const ALIGN = 9;
/** `(@custom`, `(@name`, `(@metadata.code.branch_hint`, `(@datacount`, `(@section`: parentheses too. */
export const CUSTOM = 10;
export const NAME = 11;
export const HINT = 12;
export const DATA_COUNT = 13;
export const SECTION = 14;
export const FIRST_ATOM = 16;

/** Names in the opcode table that are not the text's. */
const INTERNAL = new Set(["select_t", "ref.test_null", "ref.cast_null"]);

const STRUCTURE =
  `module type func param result local import export table memory global tag start elem data offset item
  declare mut ref null ref.extern ref.host shared i64x2 i32x4 i16x8 i8x16 f64x2 f32x4 inf nan then do catch_ref
  catch_all_ref rec sub final struct array field i8 i16 instance instantiate alias outer exn extern any eq i31 none nofunc
  noextern noexn i32 i64 f32 f64 v128 funcref externref exnref anyref eqref i31ref structref arrayref nullref nullfuncref
  nullexternref nullexnref quote binary definition before after first last either register invoke get assert_return
  assert_trap assert_exhaustion assert_invalid assert_malformed assert_unlinkable assert_uninstantiable assert_exception
  assert_malformed_custom assert_invalid_custom nan:canonical nan:arithmetic ref.struct ref.array ref.i31 ref.any ref.eq
  code datacount catch file`.split(/\s+/);

const words = [...new Set([...STRUCTURE, ...allOpcodes().map((opcode) => opcode.name)])].filter(
  (w) => !INTERNAL.has(w),
);

const SLOTS = 8192;
const slots = new Uint16Array(SLOTS);
const hashes = new Int32Array(words.length);

/** One step of the hash of a word. */
export const hashStep = (hash: number, code: number): number => (Math.imul(hash, 31) + code) | 0;

const slotOf = (hash: number): number => (hash ^ (hash >>> 13)) & (SLOTS - 1);

words.forEach((word, at) => {
  let hash = 0;
  for (let i = 0; i < word.length; i++) hash = hashStep(hash, word.charCodeAt(i));
  hashes[at] = hash;
  let slot = slotOf(hash);
  while (slots[slot] !== 0) slot = (slot + 1) & (SLOTS - 1);
  slots[slot] = at + 1;
});

/** The keyword that stands at `text[start, end)` and has this hash, or `WORD`. */
export function atomAt(text: string, start: number, end: number, hash: number): number {
  for (let slot = slotOf(hash); slots[slot] !== 0; slot = (slot + 1) & (SLOTS - 1)) {
    const at = slots[slot]! - 1;
    if (hashes[at] !== hash) continue;
    const word = words[at]!;
    if (word.length === end - start && text.startsWith(word, start)) return at + FIRST_ATOM;
  }
  return WORD;
}

const byWord = new Map(words.map((word, at) => [word, at + FIRST_ATOM]));

/** The atom of a keyword that is known to be one. */
export function atom(word: string): number {
  const found = byWord.get(word);
  if (found === undefined) throw new RangeError(`no keyword ${word}`);
  return found;
}

export const wordOf = (kind: number): string => words[kind - FIRST_ATOM] ?? "";

/** Dense opcode index of each token kind, or -1. */
export const atomOpcodes = new Int16Array(FIRST_ATOM + words.length).fill(-1);
for (const [word, kind] of byWord) atomOpcodes[kind] = opcodeNamed(word)?.index ?? -1;

/** Structural keywords by name. */
export const A = Object.fromEntries(STRUCTURE.map((word) => [word, atom(word)])) as Record<string, number>;
