// Pairs of types that match and that do not, and makers of types, for tests of matching.

import { EXTERNREF, type ExternType, FUNCREF, funcTypeOf, I32, I64, type Limits } from "../../model/index.ts";

export const func = (signature: string): ExternType => ({ kind: "func", type: funcTypeOf(signature) });
export const global = (type: number, mutable = false): ExternType => ({
  kind: "global",
  type: { type, mutable },
});
export const memory = (min: number, max?: number, rest: Partial<Limits> = {}): ExternType => ({
  kind: "memory",
  type: { limits: { min, max, ...rest } },
});
export const table = (element: number, min: number, max?: number): ExternType => ({
  kind: "table",
  type: { element, limits: { min, max } },
});
type Items = Record<string, ExternType>;
export const instance = (exports: Items): ExternType => ({
  kind: "instance",
  type: { kind: "instance", exports: new Map(Object.entries(exports)) },
});
export const module = (imports: Items, exports: Items): ExternType => ({
  kind: "module",
  type: {
    kind: "module",
    imports: new Map(Object.entries(imports)),
    exports: new Map(Object.entries(exports)),
  },
});

export const A = func(">");
export const MATCHING: readonly [what: string, actual: ExternType, expected: ExternType][] = [
  ["equal functions", func("ij>f"), func("ij>f")],
  ["globals", global(I32, true), global(I32, true)],
  ["more memory", memory(2, 3), memory(1, 4)],
  ["a maximum where none is asked for", memory(1, 2), memory(1)],
  ["tables", table(FUNCREF, 2), table(FUNCREF, 1)],
  ["an instance with more, in another order", instance({ b: A, a: A }), instance({ a: A })],
  ["a module that imports less and exports more", module({}, { e: A, f: A }), module({ i: A }, { e: A })],
  ["a module whose import takes more", module({ m: memory(1) }, {}), module({ m: memory(2) }, {})],
  ["shared memories", memory(1, 2, { shared: true }), memory(1, 2, { shared: true })],
];

export const DIFFERING: readonly [what: string, actual: ExternType, expected: ExternType, path: string][] = [
  ["functions", func("i>"), func("j>"), ""],
  ["results", func(">i"), func(">"), ""],
  ["kinds", func(">"), { kind: "tag", type: funcTypeOf(">") }, ""],
  ["global types", global(I32), global(I64), ""],
  ["mutability", global(I32), global(I32, true), ""],
  ["a smaller minimum", memory(1), memory(2), ""],
  ["a missing maximum", memory(1), memory(1, 2), ""],
  ["a larger maximum", memory(1, 3), memory(1, 2), ""],
  ["sharedness", memory(1, 2), memory(1, 2, { shared: true }), ""],
  ["index types", memory(1, 2, { index64: true }), memory(1, 2), ""],
  ["element types", table(FUNCREF, 1), table(EXTERNREF, 1), ""],
  ["a missing export", instance({}), instance({ f: A }), '."f"'],
  [
    "an export inside",
    instance({ i: instance({ f: A }) }),
    instance({ i: instance({ f: func("i>") }) }),
    '."i"."f"',
  ],
  ["an import too many", module({ i: A }, {}), module({}, {}), '.(import "i")'],
  [
    "an import the other way round",
    module({ m: memory(2) }, {}),
    module({ m: memory(1) }, {}),
    '.(import "m")',
  ],
  ["a module's export", module({}, { f: A }), module({}, { f: func("i>") }), '."f"'],
];
