// plan/: from a validated module tree to the plan of its instantiation, which is plain data. `plan-of` makes it
// (`captures` decides what nested modules carry along), `type-table` writes types into it and reads them back,
// `plan-text` shows a plan to people, `front` takes bytes to a validated module.

export * from "./plan.ts";
export { type FrontOptions, moduleOf, planModule } from "./front.ts";
export { planText } from "./plan-text.ts";
export { planOf } from "./plan-of.ts";
export { TypeReader } from "./type-table.ts";
