// `x % c` is what compilers make of `x / c` before it: x - (x / c) * c. What is known between two labels of the last quotient by
// a small constant tells that the difference is a remainder: one word, whose high word need not be computed.

import { NONE } from "./ir.ts";

/** A local: the variables of its words. */
export interface Words {
  readonly low: number;
  readonly high: number;
}

const NOWHERE: Words = { low: NONE, high: NONE };

const areSame = (a: Words, b: Words): boolean => a.low === b.low && a.high === b.high;

export class Quotients {
  /** Something is known. */
  isOpen = false;
  private dividend: Words = NOWHERE;
  private divisor = 0;
  /** Nodes of the quotient, until it is in a local. */
  private quotient: Words = NOWHERE;
  private local: Words = NOWHERE;
  /** Nodes of the words of the quotient times the divisor. */
  private product: Words = NOWHERE;

  /** At a label, or where a local is not what it was. */
  forget(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.dividend = NOWHERE;
    this.local = NOWHERE;
    this.quotient = NOWHERE;
    this.product = NOWHERE;
  }

  /** A local was divided, with these nodes for the quotient. */
  divided(dividend: Words, divisor: number, quotient: Words): void {
    this.forget();
    this.isOpen = true;
    this.dividend = dividend;
    this.divisor = divisor;
    this.quotient = quotient;
  }

  /** A local is about to be set to what these nodes come to. */
  set(local: Words, value: Words): void {
    if (local === this.dividend || local === this.local) this.forget();
    else if (areSame(value, this.quotient)) this.local = local;
  }

  get hasLocal(): boolean {
    return this.local !== NOWHERE;
  }

  get hasProduct(): boolean {
    return this.product !== NOWHERE;
  }

  /** Notes the product of a local and a constant. */
  multiplied(local: Words | undefined, constant: number | undefined, product: Words): void {
    if (local !== undefined && local === this.local && constant === this.divisor) this.product = product;
  }

  /** Is a local minus these nodes what the division left? */
  isRest(local: Words | undefined, value: Words): boolean {
    return local !== undefined && local === this.dividend && areSame(value, this.product);
  }
}
