// The instructions of a fixed signature, by dense index: how the analysis takes them.

import { allOpcodes, OPCODE_SPACE, typeOfLetter, type ValType } from "../model/index.ts";
import type { Order } from "./state.ts";
import { TRANSFERS, type Transfer } from "./transfer.ts";

/** A comparison by what it says of its operands in an order: `swapped` exchanges them. */
export type Comparison = readonly [order: Order, swapped: boolean];

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  eq: ["eq", false],
  ne: ["ne", false],
  lt_s: ["lt", false],
  le_s: ["le", false],
  gt_s: ["lt", true],
  ge_s: ["le", true],
  lt_u: ["lt_u", false],
  le_u: ["le_u", false],
  gt_u: ["lt_u", true],
  ge_u: ["le_u", true],
};

/** How an instruction of a fixed signature is interpreted, by dense index. */
export interface Plain {
  readonly operands: number;
  /** 0: no result. */
  readonly result: ValType;
  readonly transfer: Transfer | undefined;
  readonly comparison: Comparison | undefined;
  readonly zeroTest: boolean;
}

export const PLAIN = new Array<Plain | undefined>(OPCODE_SPACE);
for (const { index, name, signature } of allOpcodes()) {
  if (signature === "") continue;
  const [operands, results] = signature.split(":") as [string, string];
  const integer = /^i(32|64)\./.test(name);
  PLAIN[index] = {
    operands: operands.length,
    result: results === "" ? 0 : typeOfLetter(results),
    transfer: TRANSFERS[name],
    comparison: integer ? COMPARISONS[name.slice(4)] : undefined,
    zeroTest: /^i(32|64)\.eqz$/.test(name),
  };
}
