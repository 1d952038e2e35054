// Binaries meant to break an engine: deep, wide, blown up by reuse, cut off, or full of names that are code. Each says
// how it has to end. What an ending means is for `outcome.ts`.

import {
  BLOCK,
  binary,
  EMPTY,
  END,
  IF,
  instances,
  LOOP,
  moduleSection,
  oneBody,
  outerModule,
  raw,
  times,
  type Write,
  written,
} from "./builder.ts";

export interface HostileCase {
  readonly name: string;
  /** `valid`, or the code of the error of decoding or validation. */
  readonly verdict: string;
  /**
   * How instantiating it and calling what it exports ends, where it is valid: `ok`, or the name of an error; `ok` where
   * absent. RangeError is what the JS API documents for an exhausted stack, or for what is too large to be made.
   */
  readonly run?: string;
  readonly bytes: () => Uint8Array;
}

const DROP = 0x1a;
const CONST = 0x41;
const ADD = 0x6a;
const HUGE = [0xff, 0xff, 0xff, 0xff, 0x0f];

const repeat =
  (count: number, ...bytes: number[]): Write =>
  (out) => {
    for (let i = 0; i < count; i++) for (const byte of bytes) out.u8(byte);
  };

const all =
  (...parts: Write[]): Write =>
  (out) => {
    for (const part of parts) part(out);
  };

// Nesting.

const deepBlocks = (opcode: number, before: number[] = []) =>
  oneBody(all(repeat(100_000, ...before, opcode, EMPTY), repeat(100_000, END)));

/** Modules in modules: sizes from the inside out, then bytes from the outside in. */
const deepModules = (depth: number): Uint8Array => {
  const empty = binary();
  const sizes = [empty.length];
  for (let i = 0; i < depth; i++) {
    const content = 1 + lebLength(sizes[i]!) + sizes[i]!;
    sizes.push(empty.length + 1 + lebLength(content) + content);
  }
  return written((out) => {
    out.raw(empty);
    for (let i = depth - 1; i >= 0; i--) {
      const inner = sizes[i]!;
      out
        .u8(14)
        .u32(1 + lebLength(inner) + inner)
        .u32(1)
        .u32(inner)
        .raw(empty);
    }
  });
};

const lebLength = (value: number) => written((out) => void out.u32(value)).length;

const nestedTypes = (depth: number): Uint8Array => {
  const open = repeat(depth, 0x62, 1, 0x01);
  return binary([1, all(raw(1), open, raw(0x62, 0))]);
};

// Blow-up by reuse. Type 0 is an instance type of one global.

const LEAF = [0x62, 1, 0x07, 1, 0x67, 0x03, 0x7f, 0];

/** n instance types, each with the one before as `width` exports. */
const reusedTypes =
  (count: number, width: number): Write =>
  (out) => {
    out.u32(count).raw(Uint8Array.from(LEAF));
    for (let i = 0; i < count - 1; i++) {
      out.u8(0x62).u32(width + 1);
      out.u8(0x0f).u8(1).u32(0).u8(7).u32(i);
      for (let k = 0; k < width; k++) out.u8(0x07).name(String(k)).u8(6).u32(0);
    }
  };

const doublingInstances = (count: number): Uint8Array =>
  binary(
    moduleSection(binary()),
    ...Array.from({ length: count }, (_, i) => moduleSection(binary(outerModule(i), instances(0, 2)))),
    instances(count, 1),
  );

/** As before, but the module is an import each time, so that no count is known before it runs. */
const doublingImports = (count: number): Uint8Array => {
  const level = binary([1, raw(1, 0x61, 0)], [2, raw(1, 1, 0x6d, 0, 0xff, 5, 0)], instances(0, 2));
  // Each module hands the one before it to a fresh `level`, whose type imports a module without imports.
  return binary(moduleSection(binary()), moduleSection(level), ...chain(count), instances(count + 1, 1));
};

const chain = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    moduleSection(
      binary(outerModule(i === 0 ? 0 : i + 1), outerModule(1), [
        15,
        raw(2, 0, 1, 1, 1, 0x6d, 5, 0, 0, 1, 1, 1, 0x6d, 5, 0),
      ]),
    ),
  );

// Names.

export const EVIL_NAMES: readonly string[] = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "then",
  "*/ throw 1 /*",
  "$" + "{process.exit(1)}",
  "`",
  '"',
  "'",
  "\\",
  "\\u0022",
  "\n",
  "\r\n",
  "\u2028",
  "\u2029",
  "\0",
  "</script>",
  "<!--",
  "eval",
  "arguments",
  "import.meta",
  "",
  "\u{1f600}",
  "\ufeff",
  "a".repeat(100_000),
];

const evilExports = binary(
  [1, raw(1, 0x60, 0, 1, 0x7f)],
  [3, raw(1, 0)],
  [7, times(EVIL_NAMES.length, (out, i) => void out.name(EVIL_NAMES[i]!).u8(0).u32(0))],
  [10, raw(1, 4, 0, CONST, 42, END)],
);

/** The same names as names of functions, in the name section. */
const evilFunctionNames = binary(
  [1, raw(1, 0x60, 0, 0)],
  [3, times(EVIL_NAMES.length, (out) => void out.u32(0))],
  [7, times(EVIL_NAMES.length, (out, i) => void out.name(`f${i}`).u8(0).u32(i))],
  [10, times(EVIL_NAMES.length, (out) => void out.u32(2).u8(0).u8(END))],
  [
    0,
    (out) => {
      const names = written(times(EVIL_NAMES.length, (inner, i) => void inner.u32(i).name(EVIL_NAMES[i]!)));
      out.name("name").u8(1).sized(names);
    },
  ],
);

const evilImports = binary([
  2,
  times(
    EVIL_NAMES.length,
    (out, i) => void out.name(EVIL_NAMES[i]!).name(EVIL_NAMES[i]!).u8(3).u8(0x7f).u8(0),
  ),
]);

// Sizes.

const functions = (count: number): Uint8Array =>
  binary(
    [1, raw(1, 0x60, 0, 0)],
    [3, times(count, (out) => void out.u32(0))],
    [10, times(count, (out) => void out.u32(2).u8(0).u8(END))],
  );

/** A function of `size` bytes: `nop` or `i32.const 0 drop` over and over. */
const hugeBody = (size: number, ...bytes: number[]) =>
  oneBody(repeat(Math.floor((size - 2) / bytes.length), ...bytes));

const MAX_BODY = 7_654_321;

const tableOf = (size: number) => binary([4, (out) => void out.u32(1).u8(0x70).u8(0).u32(size)]);

/** Functions types of as many parameters as their index, and a function that calls each of them through one table. */
const manySignatures = (count: number, size: number) =>
  binary(
    [
      1,
      times(count, (out, i) => {
        times(i, (inner) => void inner.u8(0x7f))(out.u8(0x60));
        out.u32(0);
      }),
    ],
    [3, raw(1, 0)],
    [4, (out) => void out.u32(1).u8(0x70).u8(0).u32(size)],
    [7, raw(1, 1, 0x66, 0, 0)],
    [
      10,
      (out) =>
        out.u32(1).sized(
          written((body) => {
            body.u8(0);
            for (let i = 0; i < count; i++) {
              repeat(i, CONST, 0)(body);
              body
                .raw(Uint8Array.of(CONST, 0, 0x11))
                .u32(i)
                .u8(0);
            }
            body.u8(END);
          }),
        ),
    ],
  );

const elements = (count: number) =>
  binary(
    [1, raw(1, 0x60, 0, 0)],
    [3, raw(1, 0)],
    [4, (out) => void out.u32(1).u8(0x70).u8(0).u32(count)],
    [
      9,
      (out) =>
        times(
          count,
          (inner) => void inner.u32(0),
        )(
          out
            .u32(1)
            .u8(0)
            .raw(Uint8Array.of(CONST, 0, END)),
        ),
    ],
    [10, raw(1, 2, 0, END)],
  );

const brTable = (labels: number) =>
  oneBody(all(raw(CONST, 0, 0x0e), (out) => void out.u32(labels), repeat(labels + 1, 0)));

/** Blocks of 1000 parameters and results, one after the other: each byte costs a thousand checks. */
const wideBlocks = (count: number) =>
  binary(
    [
      1,
      (out) => {
        out
          .u32(2)
          .raw(Uint8Array.of(0x60, 0, 0))
          .u8(0x60);
        for (let i = 0; i < 2; i++) times(1000, (inner) => void inner.u8(0x7f))(out);
      },
    ],
    [3, raw(1, 0)],
    [
      10,
      (out) =>
        out.u32(1).sized(
          written((body) => {
            body.u8(0);
            repeat(1000, CONST, 0)(body);
            repeat(count, BLOCK, 1, END)(body);
            repeat(1000, DROP)(body);
            body.u8(END);
          }),
        ),
    ],
  );

export const HOSTILE: readonly HostileCase[] = [
  // nesting
  { name: "100,000 blocks deep", verdict: "valid", bytes: () => deepBlocks(BLOCK) },
  { name: "100,000 loops deep", verdict: "valid", bytes: () => deepBlocks(LOOP) },
  { name: "100,000 ifs deep", verdict: "valid", run: "RangeError", bytes: () => deepBlocks(IF, [CONST, 0]) },
  {
    name: "100,000 blocks never closed",
    verdict: "missing-end",
    bytes: () => oneBody(repeat(100_000, BLOCK, EMPTY)),
  },
  { name: "modules 1,000 deep", verdict: "valid", bytes: () => deepModules(1000) },
  { name: "modules 1,001 deep", verdict: "nested-too-deep", bytes: () => deepModules(1001) },
  { name: "modules 100,000 deep", verdict: "nested-too-deep", bytes: () => deepModules(100_000) },
  { name: "types 999 deep", verdict: "valid", bytes: () => nestedTypes(999) },
  { name: "types 100,000 deep", verdict: "nested-too-deep", bytes: () => nestedTypes(100_000) },
  // expressions
  {
    name: "100,000 operands on the stack",
    verdict: "valid",
    bytes: () => oneBody(all(repeat(100_001, CONST, 1), repeat(100_000, ADD), raw(DROP))),
  },
  {
    name: "an expression of 1,000,000 additions",
    verdict: "valid",
    bytes: () => oneBody(all(raw(CONST, 1), repeat(1_000_000, CONST, 1, ADD), raw(DROP))),
  },
  { name: "br_table of 1,000,000 labels", verdict: "valid", bytes: () => brTable(1_000_000) },
  {
    name: "100,000 blocks of 1000 parameters and results",
    verdict: "valid",
    bytes: () => wideBlocks(100_000),
  },
  // reuse
  { name: "2^18 items by reuse", verdict: "valid", bytes: () => binary([1, reusedTypes(18, 2)]) },
  {
    name: "2^1,000 items by reuse",
    verdict: "type-too-large",
    bytes: () => binary([1, reusedTypes(1000, 2)]),
  },
  {
    name: "types 100,000 deep by reuse",
    verdict: "type-too-deep",
    bytes: () => binary([1, reusedTypes(100_000, 1)]),
  },
  { name: "2^10 instances", verdict: "valid", bytes: () => doublingInstances(10) },
  { name: "2^60 instances", verdict: "too-many-instances", bytes: () => doublingInstances(60) },
  {
    name: "2^60 instances of imported modules",
    verdict: "valid",
    run: "RangeError",
    bytes: () => doublingImports(60),
  },
  // names
  { name: "exports named as code", verdict: "valid", bytes: () => evilExports },
  { name: "functions named as code", verdict: "valid", bytes: () => evilFunctionNames },
  { name: "imports named as code", verdict: "valid", run: "TypeError", bytes: () => evilImports },
  // sizes
  {
    name: "50,000 locals",
    verdict: "valid",
    bytes: () => oneBody(raw(), (out) => void out.u32(1).u32(50_000).u8(0x7f)),
  },
  {
    name: "50,001 locals",
    verdict: "too-many-locals",
    bytes: () => oneBody(raw(), (out) => void out.u32(1).u32(50_001).u8(0x7f)),
  },
  {
    name: "2^32 - 1 locals, twice",
    verdict: "too-many-locals",
    bytes: () => oneBody(raw(), raw(2, ...HUGE, 0x7f, ...HUGE, 0x7f)),
  },
  { name: "a body of 7,654,321 bytes, nops", verdict: "valid", bytes: () => hugeBody(MAX_BODY, 0x01) },
  {
    name: "a body of 7,654,320 bytes, constants",
    verdict: "valid",
    bytes: () => hugeBody(MAX_BODY, CONST, 0, DROP),
  },
  { name: "a body of 7,654,322 bytes", verdict: "body-too-large", bytes: () => hugeBody(MAX_BODY + 1, 0x01) },
  { name: "65,536 functions", verdict: "valid", bytes: () => functions(65_536) },
  { name: "1,000,000 functions", verdict: "valid", bytes: () => functions(1_000_000) },
  { name: "1,000,001 functions", verdict: "too-many-items", bytes: () => functions(1_000_001) },
  { name: "a table of 10,000,000 entries", verdict: "valid", bytes: () => tableOf(10_000_000) },
  {
    name: "a table of 10,000,001 entries",
    verdict: "valid",
    run: "RangeError",
    bytes: () => tableOf(10_000_001),
  },
  {
    name: "a table of 2^32 - 1 entries",
    verdict: "valid",
    run: "RangeError",
    bytes: () => tableOf(2 ** 32 - 1),
  },
  {
    name: "100 tables of 10,000,000 entries",
    verdict: "valid",
    run: "RangeError",
    bytes: () => binary([4, times(100, (out) => void out.u8(0x70).u8(0).u32(10_000_000))]),
  },
  {
    name: "a table of 10,000,000 entries called with 100 signatures",
    verdict: "valid",
    run: "RangeError",
    bytes: () => manySignatures(100, 10_000_000),
  },
  {
    name: "a loop without end",
    verdict: "valid",
    run: "InterruptError",
    bytes: () => oneBody(raw(LOOP, EMPTY, 0x0c, 0, END)),
  },
  { name: "recursion without end", verdict: "valid", run: "RangeError", bytes: () => oneBody(raw(0x10, 0)) },
  { name: "a segment of 1,000,000 elements", verdict: "valid", bytes: () => elements(1_000_000) },
  {
    name: "a memory of 65,536 pages",
    verdict: "valid",
    run: "RangeError",
    bytes: () => binary([5, raw(1, 0, 0x80, 0x80, 4)]),
  },
  // counts that nothing stands behind
  ...[1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 14, 15, 16].map((id) => ({
    name: `2^32 - 1 items in section ${id}`,
    verdict: "too-many-items",
    bytes: () => binary([id, raw(...HUGE)]),
  })),
  {
    name: "100,000 memories that are not there",
    verdict: "too-many-items",
    bytes: () => binary([5, (out) => void out.u32(100_000)]),
  },
  {
    name: "1,000,000 types that are not there",
    verdict: "unexpected-end",
    bytes: () => binary([1, (out) => void out.u32(1_000_000)]),
  },
  {
    name: "2^32 - 1 declarations in a type",
    verdict: "unexpected-end",
    bytes: () => binary([1, raw(1, 0x62, ...HUGE)]),
  },
  // integers
  {
    name: "a count of six bytes",
    verdict: "integer-too-long",
    bytes: () => binary([1, raw(0x80, 0x80, 0x80, 0x80, 0x80, 0)]),
  },
  {
    name: "a count beyond 32 bits",
    verdict: "integer-too-large",
    bytes: () => binary([1, raw(0xff, 0xff, 0xff, 0xff, 0x1f)]),
  },
  {
    name: "an endless constant",
    verdict: "integer-too-long",
    bytes: () => oneBody(all(raw(CONST), repeat(1_000_000, 0x80))),
  },
  {
    name: "a section longer than the file",
    verdict: "section-too-long",
    bytes: () =>
      written(
        (out) =>
          void out
            .raw(binary())
            .u8(1)
            .u32(2 ** 31),
      ),
  },
];
