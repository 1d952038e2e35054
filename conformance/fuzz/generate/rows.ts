// The opcode table as the generator sees it: which instructions make a value of a type, and what each needs to know.

import { allOpcodes, type Opcode } from "../../../compiler/model/index.ts";
import type { Feature } from "../../../compiler/base/index.ts";

export type Letter = "i" | "j" | "f" | "d" | "r" | "e";
export const NUMBERS: readonly Letter[] = ["i", "j", "f", "d"];

/** An instruction without immediates, or a load or store, whose type the table knows. */
export interface Row {
  readonly opcode: Opcode;
  readonly params: readonly Letter[];
  readonly result: Letter | undefined;
}

const rowOf = (opcode: Opcode): Row => {
  const [params, result] = opcode.signature.split(":");
  return { opcode, params: [...params!] as Letter[], result: (result || undefined) as Letter | undefined };
};

const isOn = (features: ReadonlySet<Feature>) => (opcode: Opcode) =>
  opcode.feature === undefined || features.has(opcode.feature);

/** Rows that make a value of the type from operands alone. */
export function operators(features: ReadonlySet<Feature>, result: Letter): Row[] {
  return allOpcodes()
    .filter(isOn(features))
    .filter(({ immediate, signature }) => immediate === "none" && signature.length > 1)
    .map(rowOf)
    .filter((row) => row.result === result);
}

const MEMORY_ROWS = allOpcodes()
  .filter(({ immediate, signature }) => immediate === "memarg" && signature !== "")
  .map(rowOf);

export const LOADS: Readonly<Record<string, readonly Row[]>> = Object.fromEntries(
  NUMBERS.map((letter) => [letter, MEMORY_ROWS.filter(({ result }) => result === letter)]),
);

export const STORES: readonly Row[] = MEMORY_ROWS.filter(({ params }) => params.length === 2);
