// `(@custom "name" place? "data"…)`: custom sections in the text; and the branch hints, which become one.

import { Writer } from "../base/index.ts";
import { A, RPAR, STRING, wordOf } from "./atoms.ts";
import { BY_PLACE, type Draft, type PlacedCustom } from "./draft.ts";
import { badAnnotation } from "./errors.ts";

/** Section ids by the words of a place, in the order of sections; 0 is the very start. */
const ORDER: readonly (readonly [word: string, id: number])[] = [
  ["first", 0],
  ["module", 14],
  ["instance", 15],
  ["alias", 16],
  ["type", 1],
  ["import", 2],
  ["func", 3],
  ["table", 4],
  ["memory", 5],
  ["tag", 13],
  ["global", 6],
  ["export", 7],
  ["start", 8],
  ["elem", 9],
  ["datacount", 12],
  ["code", 10],
  ["data", 11],
  ["last", 11],
];

/** The word of a section id, for the printer. */
export const PLACE_WORDS: ReadonlyMap<number, string> = new Map(
  ORDER.filter(([word]) => word !== "last").map(([word, id]) => [id, word]),
);

const LAST_SECTION = 11;
const DATA_COUNT_SECTION = 12;

/** `(@custom …)`, the cursor at its parenthesis. */
export function customAnnotation(draft: Draft): PlacedCustom {
  const { cursor } = draft;
  const { offset } = cursor;
  cursor.pos++;
  if (cursor.kind !== STRING) throw badAnnotation(cursor.source, offset, "custom", "missing section name");
  const name = cursor.name();
  const place = cursor.kind === STRING || cursor.kind === RPAR ? LAST_SECTION : customPlace(draft);
  const content = cursor.bytes();
  if (cursor.peek(0) !== RPAR)
    throw badAnnotation(cursor.source, cursor.offset, "custom", "unexpected token");
  cursor.pos++;
  return { name, offset, content, after: BY_PLACE, place };
}

/** `(before section)`, `(after section)`, `(before first)`, `(after last)`: the section it follows. */
function customPlace(draft: Draft): number {
  const { cursor } = draft;
  const { offset, source } = cursor;
  const before = cursor.at(A["before"]!);
  if (!before && !cursor.at(A["after"]!)) {
    const reason =
      cursor.closing(cursor.pos) > cursor.pos && cursor.text(cursor.pos) === "("
        ? "malformed placement"
        : "unexpected token";
    throw badAnnotation(source, offset, "custom", reason);
  }
  cursor.pos += 2;
  const word = wordOf(cursor.kind);
  const at = ORDER.findIndex(([known]) => known === word);
  if (at < 0 || (word === "first") !== (before && word === "first") || (word === "last" && before))
    throw badAnnotation(source, cursor.offset, "custom", "malformed section kind");
  cursor.pos++;
  cursor.close();
  return before ? precedingPlace(at) : ORDER[at]![1];
}

const precedingPlace = (at: number): number => (at === 0 ? 0 : ORDER[at - 1]![1]);

/** The section of branch hints, before the code. */
export function hintSection(draft: Draft): PlacedCustom | undefined {
  const { hints } = draft;
  if (hints.length === 0) return undefined;
  const out = new Writer().u32(hints.length);
  for (const { func, at } of hints) {
    out.u32(func).u32(at.length);
    for (const { offset, value } of at) out.u32(offset).sized(value);
  }
  const name = "metadata.code.branch_hint";
  return { name, offset: 0, content: out.finish(), after: BY_PLACE, place: DATA_COUNT_SECTION };
}
