// ranges/: which 64-bit values of a function fit 32 bits.
//
//   interval.ts    intervals and arithmetic on them
//   transfer.ts, plain.ts   what each instruction does to them, as tables
//   state.ts       what is known of the locals at a point
//   values.ts      values of the operand stack
//   survey.ts      a first look at a body; pass.ts the analysis; analyse.ts runs them where that pays

export { analyse } from "./analyse.ts";
export type { RangeContext } from "./pass.ts";
export { SIGNED, UNSIGNED } from "./transfer.ts";
