// Sizes add up: every byte is counted once, by module and by section.

import t from "tap";
import { ALL_FEATURES } from "../../../compiler/base/index.ts";
import { decodeModule } from "../../../compiler/binary/index.ts";
import { parse } from "../../../compiler/text/index.ts";
import { type SizeRow, sizesOf, sizeTable } from "./index.ts";

const decode = (text: string) =>
  decodeModule(parse(text), { features: ALL_FEATURES, encoding: "proposal" }).module;

const total = (rows: readonly SizeRow[]) => rows.reduce((sum, { bytes }) => sum + bytes, 0);

const TREE = `(module $app
  (import "log" (func $log (param i32)))
  (module $outer
    (module $inner (memory 1) (data $greeting (i32.const 0) "hello, world") (func $big (export "f") (nop) (nop) (nop)))
    (func (export "named") (nop)))
  (module (func (nop)))
  (instance $o (instantiate $outer))
  (func (call (func $o "named"))))`;

t.test("modules and sections both add up to the whole", (t) => {
  const sizes = sizesOf(decode(TREE));
  t.equal(total(sizes.modules), sizes.bytes);
  t.equal(total(sizes.sections), sizes.bytes);
  t.same(sizes.modules.map(({ name }) => name).sort(), ["module 1", "outer", "outer/inner", "root"]);
  t.end();
});

t.test("functions and data segments have names, with those of their modules", (t) => {
  const { functions, data } = sizesOf(decode(TREE));
  t.same(functions.map(({ name }) => name).sort(), [
    "func 2",
    "module 1/func 0",
    "outer/inner/big",
    "outer/named",
  ]);
  t.equal(functions[0]!.name, "outer/inner/big", "the largest first");
  t.same(data, [{ name: "outer/inner/greeting", bytes: 12 }]);
  t.end();
});

t.test("the table cuts lists short and shows no control characters", (t) => {
  const rows = [1, 2, 3].map((at) => ({ name: `\u001b[31mf${at}`, bytes: 10 }));
  const table = sizeTable({ bytes: 40, modules: [], sections: [], functions: rows, data: [] }, 2);
  t.equal(
    table,
    `          40  100.0 %  in all

functions:
          10   25.0 %  �[31mf1
          10   25.0 %  �[31mf2
          10   25.0 %  (1 more)`,
  );
  t.end();
});
