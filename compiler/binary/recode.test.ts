// Bodies written again with other indices: every immediate that holds one, and nothing else.

import t from "tap";
import { Recoder, SAME_INDICES } from "./recode.ts";
import { type Bytes, flat } from "./bytes.test.tools.ts";

const span = (...bytes: Bytes[]) => {
  const content = Uint8Array.from(flat(bytes));
  return { bytes: content, start: 0, end: content.length };
};

const add = (amount: number) => (index: number) => index + amount;

/** Each index space moves by another amount. */
const recoder = new Recoder({
  type: add(1),
  func: add(200),
  table: add(3),
  memory: add(4),
  global: add(5),
  tag: add(6),
  elem: add(7),
  data: add(8),
});

t.test("each immediate", async (t) => {
  const cases: [string, Bytes, Bytes][] = [
    ["call", [0x10, 1], [0x10, 201, 1]],
    ["call_indirect", [0x11, 1, 0], [0x11, 2, 3]],
    ["return_call", [0x12, 0], [0x12, 200, 1]],
    ["ref.func", [0xd2, 0], [0xd2, 200, 1]],
    ["global.get", [0x23, 0], [0x23, 5]],
    ["table.set", [0x26, 1], [0x26, 4]],
    ["i32.load", [0x28, 2, 8], [0x28, 0x42, 4, 8]],
    ["i32.load of memory 1", [0x28, 0x42, 1, 8], [0x28, 0x42, 5, 8]],
    ["memory.size", [0x3f, 0], [0x3f, 4]],
    ["memory.copy", [0xfc, 10, 0, 1], [0xfc, 10, 4, 5]],
    ["memory.init", [0xfc, 8, 0, 0], [0xfc, 8, 8, 4]],
    ["data.drop", [0xfc, 9, 0], [0xfc, 9, 8]],
    ["table.init", [0xfc, 12, 0, 1], [0xfc, 12, 7, 4]],
    ["elem.drop", [0xfc, 13, 0], [0xfc, 13, 7]],
    ["table.copy", [0xfc, 14, 0, 1], [0xfc, 14, 3, 4]],
    ["table.grow", [0xfc, 15, 0], [0xfc, 15, 3]],
    ["throw", [0x08, 0], [0x08, 6]],
    ["block of a type", [0x02, 63, 0x0b], [0x02, 0xc0, 0, 0x0b]],
    ["block of a value type", [0x02, 0x7f, 0x0b], [0x02, 0x7f, 0x0b]],
    ["block of nothing", [0x03, 0x40, 0x0b], [0x03, 0x40, 0x0b]],
    ["try_table", [0x1f, 0, 2, 0, 1, 2, 2, 3, 0x0b], [0x1f, 1, 2, 0, 7, 2, 2, 3, 0x0b]],
    ["br", [0x0c, 3], [0x0c, 3]],
    ["local.get", [0x20, 3], [0x20, 3]],
    ["i32.const", [0x41, 3], [0x41, 3]],
    ["ref.null", [0xd0, 0x70], [0xd0, 0x70]],
    ["select of a type", [0x1c, 1, 0x7f], [0x1c, 1, 0x7f]],
  ];
  for (const [what, before, after] of cases) {
    const { bytes } = recoder.expression(span(before, 0x0b));
    t.same([...bytes], flat([after, 0x0b]), what);
  }
});

t.test("a body: locals and constants are copied, padding of what has no index too", async (t) => {
  const body = span(1, 2, 0x7e, 0x41, 0x80, 0x00, 0x10, 0, 0x1a, 0x23, 1, 0x1a, 0x0b);
  t.same(
    [...recoder.body(body).bytes],
    [1, 2, 0x7e, 0x41, 0x80, 0x00, 0x10, 200, 1, 0x1a, 0x23, 6, 0x1a, 0x0b],
  );
});

t.test("the same indices, another form: memory 0 needs no explicit index", async (t) => {
  const same = new Recoder(SAME_INDICES);
  t.same([...same.expression(span(0x28, 0x42, 0, 8, 0x0b)).bytes], [0x28, 2, 8, 0x0b]);
});

t.test("what cannot be decoded is refused", async (t) => {
  t.throws(() => recoder.expression(span(0xff, 0x0b)), { code: "bad-opcode" });
  // The last number that may stand behind 0xfb: beyond the table of opcodes.
  t.throws(() => recoder.expression(span(0xfb, 0xff, 0x03, 0x0b)), { code: "gc-unsupported" });
  t.throws(() => recoder.body(span(0, 0x0b, 0x0b)), { code: "trailing-code" });
});
