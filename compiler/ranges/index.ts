// ranges/: which 64-bit values of a function fit 32 bits. interval.ts: intervals and arithmetic on them; transfer.ts:
// what each instruction does to them; state.ts: what is known of the locals at a point; pass.ts: the analysis.

export { analyse } from "./analyse.ts";
export { SIGNED, UNSIGNED } from "./transfer.ts";
export type { RangeContext } from "./pass.ts";
