// The code cache: `createEngine({ cache: createCache({ folder }) })` keeps, for each module that runs, the code it used, compiled
// by V8 as well, so that a later process neither decodes nor generates nor parses it. `entry-file` has the files, `kept-code`
// the code of one module, `scripts` what V8 writes.

import { cachedDataVersionTag } from "node:v8";
import { MortiseError } from "../../compiler/base/index.ts";
import type { CodeCache, CodeKind } from "../api/index.ts";
import { type CompiledTree, type Recipe, runTree } from "../instantiate/index.ts";
import { keyFor, mayFit, readEntry, readRefusal, writeEntry, writeRefusal } from "./entry-file.ts";
import { CacheFolder, type FolderOptions } from "./folder.ts";
import { type Facts, KeptCode, type Range } from "./kept-code.ts";

export type CodeCacheOptions = FolderOptions;

/** A cache for the option `cache` of `createEngine`; engines may share it. */
export interface SavingCache extends CodeCache {
  /**
   * Writes what is new, which the end of the process does as well, unless a signal ends it. Takes about as long as V8 does to
   * compile the functions that were used; nothing, where nothing is new.
   */
  save(): void;
}

/** @throws TypeError for a folder that is no text, or a size that is no number */
export const createCache = (options: CodeCacheOptions): SavingCache =>
  new FolderCache(new CacheFolder(options));

/** The cache that the user of a program asks for, by the environment variable unless otherwise. */
export const requestedCache = (folder = process.env["MORTISE_CACHE"]): SavingCache | undefined =>
  folder === undefined || folder === "" ? undefined : createCache({ folder });

/** A module whose entry is to be written. */
interface Unsaved {
  readonly code: KeptCode;
  readonly facts: Facts;
  readonly key: Uint8Array;
}

/** So many are remembered before they are written. */
const MOST_UNSAVED = 64;

class FolderCache implements SavingCache {
  private readonly folder: CacheFolder;
  private readonly unsaved = new Set<Unsaved>();

  constructor(folder: CacheFolder) {
    this.folder = folder;
  }

  recipe(bytes: Uint8Array, kind: CodeKind, compile: () => CompiledTree): Recipe {
    const key = keyFor([cachedDataVersionTag(), kind.text], bytes);
    const entry = readEntry(this.folder, key);
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
    const { folder, unsaved } = this;
    if (unsaved.size > 0 && folder.isWritable()) {
      for (const module of unsaved) this.write(module);
      folder.prune();
    }
    unsaved.clear();
    waiting.delete(this);
  }

  private write({ code, facts, key }: Unsaved): void {
    try {
      const { folder } = this;
      const entry = code.grown(facts, readEntry(folder, key), (characters) =>
        mayFit(folder, key, characters),
      );
      if (entry !== undefined) writeEntry(folder, key, entry);
    } catch {
      // No program fails for want of memory or stack that it did not ask for.
    }
  }

  /** Programs try modules that they know may be refused (for SIMD), and validation finds out late. */
  private firstCompiled(key: Uint8Array, compile: () => CompiledTree): CompiledTree {
    const refusal = readRefusal(this.folder, key);
    if (refusal !== undefined) throw refusal;
    try {
      return compile();
    } catch (error) {
      if (error instanceof MortiseError) writeRefusal(this.folder, key, error);
      throw error;
    }
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
