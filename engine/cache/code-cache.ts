// The code cache: `createEngine({ cache: createCache({ folder }) })` keeps, for each module that runs, the code it used, compiled
// by V8 as well, so that a later process neither decodes nor generates nor parses it. `entry-file` has the files, `kept-code`
// the code of one module, `scripts` what V8 writes.

import { statSync } from "node:fs";
import { join } from "node:path";
import { cachedDataVersionTag } from "node:v8";
import { MortiseError, VERSION } from "../../compiler/base/index.ts";
import type { CodeCache, CodeKind } from "../api/index.ts";
import { type CompiledTree, type Recipe, runTree } from "../instantiate/index.ts";
import { keyFor, readEntry, readRefusal, writeEntry, writeRefusal } from "./entry-file.ts";
import { type Entry, type Facts, KeptCode, type Range } from "./kept-code.ts";

export interface CodeCacheOptions {
  /**
   * Made if it is not there, for its user alone. Code is read from it: one that belongs to somebody else, or that others may
   * write to, is not used.
   */
  readonly folder: string;
}

/** A cache for the option `cache` of `createEngine`; engines may share it. */
export interface SavingCache extends CodeCache {
  /**
   * Writes what is new, which the end of the process does as well, unless a signal ends it. Takes about as long as V8 does to
   * compile the functions that were used; nothing, where nothing is new.
   */
  save(): void;
}

/** @throws TypeError for a folder that is no text */
export function createCache({ folder }: CodeCacheOptions): SavingCache {
  join(folder);
  return new FolderCache(folder);
}

/** A module whose entry is to be written. */
interface Unsaved {
  readonly code: KeptCode;
  readonly facts: Facts;
  readonly key: Buffer;
}

/** So many are remembered before they are written. */
const MOST_UNSAVED = 64;

class FolderCache implements SavingCache {
  private readonly folder: string;
  private readonly unsaved = new Set<Unsaved>();

  constructor(folder: string) {
    this.folder = folder;
  }

  recipe(bytes: Uint8Array, kind: CodeKind, compile: () => CompiledTree): Recipe {
    const key = keyFor(JSON.stringify([VERSION, cachedDataVersionTag(), kind.text]), bytes);
    const entry = this.stored(key);
    let tree: CompiledTree | undefined;
    const fresh = () => (tree ??= entry ? compile() : this.firstCompiled(key, compile));
    const facts = entry?.facts ?? factsOf(fresh().recipe, bytes);
    const code = new KeptCode(
      entry,
      () => fresh().generated(kind.metered),
      () => this.note(unsaved),
    );
    const unsaved = { code, facts, key };
    return recipeOf(facts, bytes, code, kind.metered, fresh);
  }

  save(): void {
    const { unsaved } = this;
    for (const { code, facts, key } of unsaved) {
      const entry = code.grown(facts, this.stored(key));
      if (entry !== undefined) writeEntry(this.file(key), key, entry);
    }
    unsaved.clear();
    waiting.delete(this);
  }

  /** Programs try modules that they know may be refused (for SIMD), and validation finds out late. */
  private firstCompiled(key: Buffer, compile: () => CompiledTree): CompiledTree {
    const file = this.file(key, "refused");
    const refusal = isOwn(this.folder) ? readRefusal(file, key) : undefined;
    if (refusal !== undefined) throw refusal;
    try {
      return compile();
    } catch (error) {
      if (error instanceof MortiseError) writeRefusal(file, key, error);
      throw error;
    }
  }

  private stored(key: Buffer): Entry | undefined {
    return isOwn(this.folder) ? readEntry(this.file(key), key) : undefined;
  }

  private file(key: Buffer, extension: "code" | "refused" = "code"): string {
    return join(this.folder, `${key.toString("hex")}.${extension}`);
  }

  private note(module: Unsaved): void {
    if (this.unsaved.size >= MOST_UNSAVED) this.save();
    this.unsaved.add(module);
    atExit(this);
  }
}

/** Caches that have something to be written. */
const waiting = new Set<SavingCache>();
let listens = false;

function atExit(cache: SavingCache): void {
  waiting.add(cache);
  if (listens) return;
  listens = true;
  process.once("exit", () => {
    for (const each of waiting) each.save();
  });
}

/** May the code in a folder be run: can nobody but the user have put it there? Windows does not tell. */
function isOwn(folder: string): boolean {
  try {
    const { uid, mode } = statSync(folder);
    const user = process.getuid?.();
    return user === undefined || (uid === user && (mode & 0o022) === 0);
  } catch {
    return false;
  }
}

function factsOf({ plan, data, info }: Recipe, bytes: Uint8Array): Facts {
  const rangeOf = (part: Uint8Array): Range => [part.byteOffset - bytes.byteOffset, part.length];
  const modules = plan.modules.map((_, id) => {
    const { usesLinking, customs } = info(id);
    return {
      usesLinking,
      data: data(id).map(rangeOf),
      customs: customs.map(([name, content]) => [name, rangeOf(content)] as const),
    };
  });
  return { plan, modules };
}

/** Runs `code` where it is what is asked for; an engine that wants other code, or to see it, has it made. */
function recipeOf(
  { plan, modules }: Facts,
  bytes: Uint8Array,
  code: KeptCode,
  codeIsMetered: boolean,
  fresh: () => CompiledTree,
): Recipe {
  const part = ([start, length]: Range) => bytes.subarray(start, start + length);
  return {
    plan,
    metered: true,
    source: () => fresh().recipe.source(),
    generate(support, options) {
      if (options.onCode === undefined && options.metered === codeIsMetered) return runTree(code, support);
      return fresh().recipe.generate(support, options);
    },
    data: (id) => modules[id]!.data.map(part),
    info(id) {
      const { usesLinking, customs } = modules[id]!;
      return {
        usesLinking,
        get customs() {
          return customs.map(([name, range]) => [name, part(range)] as const);
        },
      };
    },
  };
}
