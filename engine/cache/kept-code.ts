// The code of a module tree from a cache entry. What is not in it is generated as ever, and noted for the next process.

import type { GeneratedSource } from "../../compiler/codegen/index.ts";
import { evaluate, type Evaluated, type TreeCode } from "../instantiate/index.ts";
import type { Plan } from "../plan/index.ts";
import { bodiesOf, CodeScript, type KeptScript, scriptText } from "./scripts.ts";

/** Where something is in the binary. */
export type Range = readonly [start: number, length: number];

/** All of a module tree but its code. */
export interface Facts {
  readonly plan: Plan;
  /** By module: what `Recipe.data` and `Recipe.info` tell. */
  readonly modules: readonly {
    readonly usesLinking: boolean;
    readonly data: readonly Range[];
    readonly customs: readonly (readonly [name: string, range: Range])[];
  }[];
}

/** What the cache has of a tree. */
export interface Entry {
  readonly facts: Facts;
  /** The text of the tree; the library, if it has functions that are made later. */
  readonly tree: KeptScript;
  /** The functions that were made later: at what place, how long. */
  readonly parts: KeptScript;
  readonly places: readonly Place[];
  /** What V8 wrote was written after a run from the entry: it has what V8 itself leaves for later, too. */
  readonly settled: boolean;
}

export type Place = readonly [core: number, index: number, length: number];

/** How much text there is of a tree and of its parts, in characters; each takes a byte, or two. */
export const charactersOf = (tree: string, places: readonly Place[]): number =>
  places.reduce((sum, [, , length]) => sum + length, tree.length);

/** Texts of parts by place; `core` and `index` make the key. */
type Parts = ReadonlyMap<string, { readonly place: Place; readonly text: string }>;

const keyOf = (core: number, index: number): string => `${core} ${index}`;

/** The members that a tree takes whose functions are made later. */
const isLazy = ({ provided }: GeneratedSource): boolean => provided.includes("lazy");

export class KeptCode implements TreeCode {
  private readonly entry: Entry | undefined;
  private readonly generated: () => GeneratedSource;
  private readonly changed: () => void;
  private readonly positions = new Map<string, number>();
  private readonly added = new Map<string, { place: Place; text: string }>();
  private treeScript: CodeScript | undefined;
  private partsScript: CodeScript | undefined;

  /** `generated` generates the tree; `changed` is told that there is something to be written. */
  constructor(entry: Entry | undefined, generated: () => GeneratedSource, changed: () => void) {
    this.entry = entry;
    this.generated = generated;
    this.changed = changed;
    entry?.places.forEach(([core, index], position) => {
      this.positions.set(keyOf(core, index), position);
    });
  }

  tree(): Evaluated {
    this.treeScript ??= this.started(this.entry?.tree) ?? new CodeScript(this.treeText());
    return this.treeScript.functions[0]!;
  }

  library(): Evaluated {
    return this.treeScript!.functions[1]!;
  }

  part(core: number, index: number): Evaluated {
    const key = keyOf(core, index);
    const position = this.positions.get(key);
    if (position === undefined) return evaluate(this.addedText(key, core, index));
    this.partsScript ??= this.started(this.entry!.parts)!;
    return this.partsScript.functions[position]!;
  }

  /** A script of the entry. */
  private started(kept: KeptScript | undefined): CodeScript | undefined {
    const script = kept && new CodeScript(kept.text, kept.data);
    if (script === undefined || script.rejected || !this.entry!.settled) this.changed();
    return script;
  }

  private treeText(): string {
    const generated = this.generated();
    return scriptText([generated.source, ...(isLazy(generated) ? [generated.library()] : [])]);
  }

  private addedText(key: string, core: number, index: number): string {
    let added = this.added.get(key);
    if (added === undefined) {
      const text = this.generated().part(core, index);
      added = { place: [core, index, text.length], text };
      this.added.set(key, added);
      this.changed();
    }
    return added.text;
  }

  /**
   * The entry with what this process used, `stored` being what there is by now; `undefined` if the tree never ran, or if `fits`
   * says that so many characters are too many, which it is asked before V8 does anything.
   */
  grown(facts: Facts, stored: Entry | undefined, fits: (characters: number) => boolean): Entry | undefined {
    const { treeScript } = this;
    if (treeScript === undefined) return undefined;
    const parts = new Map([...partsOf(this.entry), ...partsOf(stored), ...this.added]);
    const places = [...parts.values()].map(({ place }) => place);
    if (!fits(charactersOf(treeScript.text, places))) return undefined;
    const tree = { text: treeScript.text, data: larger(treeScript, this.entry?.tree) };
    if (this.entry !== undefined && parts.size === this.entry.places.length)
      return { facts, tree, parts: this.settledParts(this.entry), places: this.entry.places, settled: true };
    return { facts, tree, ...compiledParts(parts), settled: false };
  }

  private settledParts({ parts }: Entry): KeptScript {
    const { partsScript } = this;
    return partsScript ? { text: parts.text, data: larger(partsScript, parts) } : parts;
  }
}

function partsOf(entry: Entry | undefined): Parts {
  if (entry === undefined) return new Map();
  const { places, parts } = entry;
  const texts = bodiesOf(
    parts.text,
    places.map(([, , length]) => length),
  );
  return new Map(places.map((place, i) => [keyOf(place[0], place[1]), { place, text: texts[i]! }]));
}

/** V8 compiles them once more, in one script, so that it can write them down. */
function compiledParts(parts: Parts): Pick<Entry, "parts" | "places"> {
  const list = [...parts.values()];
  const script = new CodeScript(scriptText(list.map(({ text }) => text)));
  return {
    parts: { text: script.text, data: script.written() },
    places: list.map(({ place }) => place),
  };
}

/** V8 forgets code that has not run for long; then what was written before is better. */
function larger(script: CodeScript, kept: KeptScript | undefined): Uint8Array {
  const written = script.written();
  const isLess = kept !== undefined && !script.rejected && kept.data.length > written.length;
  return isLess ? kept.data : written;
}
