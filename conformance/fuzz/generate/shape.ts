// What a module is made of before it has code: index spaces by type. Bodies are generated against this.

import type { Feature } from "../../../compiler/base/index.ts";
import { funcTypeOf, signatureOf } from "../../../compiler/model/index.ts";
import type { Letter } from "./rows.ts";

export interface GlobalShape {
  readonly letter: Letter;
  readonly mutable: boolean;
  /** Holds no float whose bits the spec leaves open. */
  readonly exact: boolean;
  /** Counts down to the end of everything: no statement may set it. */
  readonly fuel?: boolean;
}

export interface TableShape {
  readonly element: "r" | "e";
  readonly min: number;
  readonly max: number;
}

export interface MemoryShape {
  readonly min: number;
  readonly max: number;
}

/** Which exception instructions a module has: engines refuse both in one module. */
export type Exceptions = "none" | "new" | "legacy";

export interface Shape {
  readonly features: ReadonlySet<Feature>;
  readonly exceptions: Exceptions;
  /** Signatures of all functions, imported ones first. */
  readonly funcs: string[];
  readonly importedFuncs: number;
  readonly tables: readonly TableShape[];
  readonly memories: readonly MemoryShape[];
  readonly globals: readonly GlobalShape[];
  readonly tags: readonly string[];
  /** Bytes in each data segment. */
  readonly datas: readonly number[];
  readonly elems: readonly { readonly element: "r" | "e"; readonly count: number }[];
  /** Functions that active segments put into tables: what a call_indirect can hope for. */
  readonly placed: { readonly table: number; readonly at: number; readonly func: number }[];
  /** The mutable i32 global that calls and loops count down, so that everything ends. */
  readonly fuel: number;
}

/** Function types by signature; indices are given out as they are asked for. */
export class TypePool {
  readonly signatures: string[] = [];

  index(signature: string): number {
    const known = this.signatures.indexOf(signature);
    if (known >= 0) return known;
    signatureOf(funcTypeOf(signature));
    return this.signatures.push(signature) - 1;
  }
}

export const paramsOf = (signature: string): Letter[] => [...signature.split(">")[0]!] as Letter[];
export const resultsOf = (signature: string): Letter[] => [...signature.split(">")[1]!] as Letter[];
