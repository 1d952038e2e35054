// plan/: from a validated module tree to the plan of its instantiation, which is plain data. `plan-of` makes it
// (`captures` decides what nested modules carry along), `type-table` writes types into it and reads them back,
// `type-text` shows types to people.

export * from "./plan.ts";
export { planOf } from "./plan-of.ts";
export { TypeReader } from "./type-table.ts";
export { typeText } from "./type-text.ts";
