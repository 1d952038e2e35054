// Which sort of module comes next, and how it is made of bytes.

import fc from "fast-check";
import type { Feature } from "../../../compiler/base/index.ts";
import { encodeModule } from "../../../compiler/binary/index.ts";
import type { Kind } from "../engines.ts";
import { Choices, randomOf } from "./choices.ts";
import { generateCore, HOST_FUNCS } from "./core.ts";
import { generateLinked, hostImports } from "./linked.ts";
import type { Exceptions } from "./shape.ts";

export type Sort = "tiny" | "small" | "giant" | "wide" | "deep" | "linked" | "binaryen";

/** How often each comes, and how many bytes of choices it takes. */
const SORTS: readonly { readonly sort: Sort; readonly weight: number; readonly bytes: number }[] = [
  { sort: "tiny", weight: 760, bytes: 500 },
  { sort: "small", weight: 180, bytes: 2500 },
  { sort: "binaryen", weight: 20, bytes: 1000 },
  { sort: "linked", weight: 34, bytes: 5000 },
  { sort: "deep", weight: 3, bytes: 4000 },
  { sort: "giant", weight: 2, bytes: 30_000 },
  { sort: "wide", weight: 2, bytes: 160_000 },
];
const TOTAL = SORTS.reduce((sum, { weight }) => sum + weight, 0);

export interface Recipe {
  readonly sort: Sort;
  readonly kind: Kind;
  /** Decides what the module does not: which sort it is, arguments, the host. */
  readonly seed: number;
  readonly bytes: number;
  /** How many times the usual rounds of calls: those of a tiny module cost least. */
  readonly more: number;
}

/** The recipe of a run. */
export function recipeOf(seed: number, run: number, only?: Sort): Recipe {
  const own = (Math.imul(seed, 0x9e3779b1) + Math.imul(run, 0x85ebca6b)) >>> 0;
  let rest = randomOf(own)(TOTAL);
  const { sort, bytes } =
    (only === undefined ? undefined : SORTS.find((one) => one.sort === only)) ??
    SORTS.find(({ weight }) => (rest -= weight) < 0)!;
  return {
    sort,
    kind: sort === "linked" ? "linked" : "core",
    seed: own,
    bytes,
    more: sort === "tiny" ? 3 : 1,
  };
}

/** What fast-check makes and shrinks: the bytes that a module is made of. */
export const entropy = ({ bytes }: Recipe): fc.Arbitrary<Uint8Array> =>
  fc.noBias(fc.uint8Array({ minLength: 0, maxLength: bytes, size: "max" }));

/** The bytes of a recipe: as many as there are, of a seeded stream. */
export function bytesOf({ seed, bytes }: Recipe): Uint8Array {
  const random = randomOf(seed);
  return Uint8Array.from({ length: bytes }, () => random(256));
}

const EXCEPTIONS: readonly Exceptions[] = ["none", "new", "legacy"];

function exceptionsUnder(features: ReadonlySet<Feature>, choices: Choices): Exceptions {
  const wanted = choices.pick(EXCEPTIONS);
  if (wanted === "new" && !features.has("exceptions")) return "none";
  return wanted === "legacy" && !features.has("legacy-exceptions") ? "none" : wanted;
}

/** Makes a module of bytes; the same ones make the same module. */
export function moduleOf(recipe: Recipe, bytes: Uint8Array, features: ReadonlySet<Feature>): Uint8Array {
  const choices = new Choices(bytes);
  const exceptions = exceptionsUnder(features, choices);
  const { sort } = recipe;
  if (sort === "binaryen") throw new Error("binaryen's modules are made by its own generator");
  if (sort === "linked")
    return encodeModule(generateLinked(choices, { features, exceptions }).def, { encoding: "proposal" });
  const imports = hostImports(HOST_FUNCS.filter(() => choices.chance(sort === "tiny" ? 8 : 30)));
  const { def } = generateCore(choices, { features, exceptions, imports, size: sort });
  return encodeModule(def, { encoding: "proposal" });
}
