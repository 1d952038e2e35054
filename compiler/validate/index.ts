// validate/: is a decoded module a module? `module` walks the tree: each module's `header` fills its `spaces`, resolving
// `types`; then come its own `definitions`, constant expressions (`const-expr`) and `bodies`. `subtype` is matching,
// which engines use as well when they link; `describe-type` puts types into words; `rules` is the table of all rules,
// and `errors` has a factory for each. What comes out is `valid-module`, with the `call-graph` of its bodies and
// how much 64-bit `arithmetic` they have.

export { BodyValidator, validateBody } from "./bodies.ts";
export type { BodyContext } from "./body-state.ts";
export { describeFunc, describeType } from "./describe-type.ts";
export { type ValidateOptions, validateModule } from "./module.ts";
export { type Rule, type RuleCode, RULES } from "./rules.ts";
export { type Mismatch, matches } from "./subtype.ts";
export type { Entity, Origin, ValidModule } from "./valid-module.ts";
