// Scripts: every command, values as bit patterns, modules that are assembled only when they are asked for.

import t from "tap";
import { parseScript, type ScriptCommand } from "./index.ts";

const one = (text: string): ScriptCommand => parseScript(text)[0]!;

t.test("commands and their lines", (t) => {
  const script = parseScript(`;; a comment
(module $M (func (export "f")))
(module definition $D (func))
(module instance $I $D)
(register "m" $M)
(invoke $M "f")
(assert_return
  (get $M "g") (i32.const 1))
(assert_trap (invoke "f") "unreachable")
(assert_trap (module (func)) "x")
(assert_exception (invoke "f"))
(assert_invalid (module (func (result i32))) "type mismatch")`);
  t.same(
    script.map(({ type, line }) => `${line} ${type}`),
    [
      "2 module",
      "3 module_definition",
      "4 module_instance",
      "5 register",
      "6 action",
      "7 assert_return",
      "9 assert_trap",
      "10 assert_uninstantiable",
      "11 assert_exception",
      "12 assert_invalid",
    ],
  );
  t.match(script[0], { name: "$M" });
  t.match(script[2], { name: "$I", module: "$D" });
  t.match(script[3], { as: "m", name: "$M" });
  t.match(script[6], { text: "unreachable", action: { type: "invoke", field: "f", args: [] } });
  t.end();
});

t.test("values", (t) => {
  const command = one(`(assert_return
    (invoke "f" (i32.const -1) (i64.const -1) (f32.const -0.0) (f64.const 1) (ref.extern 7) (ref.null func))
    (f32.const nan:canonical) (f64.const nan:arithmetic) (ref.func) (ref.extern) (ref.null extern)
    (v128.const i16x8 1 -1 0 0 0 0 0 0) (v128.const f32x4 1 nan:canonical 0 0)
    (either (i32.const 1) (i32.const 2)))`);
  t.match(command, {
    action: {
      args: [
        { type: "i32", value: "4294967295" },
        { type: "i64", value: "18446744073709551615" },
        { type: "f32", value: "2147483648" },
        { type: "f64", value: "4607182418800017408" },
        { type: "externref", value: "7" },
        { type: "funcref", value: "null" },
      ],
    },
  });
  t.same("expected" in command && command.expected, [
    { type: "f32", value: "nan:canonical" },
    { type: "f64", value: "nan:arithmetic" },
    { type: "funcref" },
    { type: "externref" },
    { type: "externref", value: "null" },
    { type: "v128", lane_type: "i16", value: ["1", "65535", "0", "0", "0", "0", "0", "0"] },
    { type: "v128", lane_type: "f32", value: ["1065353216", "nan:canonical", "0", "0"] },
    {
      type: "either",
      values: [
        { type: "i32", value: "1" },
        { type: "i32", value: "2" },
      ],
    },
  ]);
  t.end();
});

t.test("modules are assembled when they are read", (t) => {
  const commands = parseScript(`
    (assert_malformed (module quote "(func" " (i32.ad))") "unknown operator")
    (assert_malformed (module quote "(func \\"\\ff\\")") "malformed UTF-8 encoding")
    (assert_malformed (module binary "\\00as" "m") "unexpected end")
    (module (func (call $nowhere)))
    (module quote "(func)")`);
  const modules = commands.map((command) =>
    "text" in command || command.type === "module" ? command : undefined,
  );
  const bytes = (at: number) => (modules[at] as { module: { bytes: Uint8Array } }).module.bytes;
  t.throws(() => bytes(0), { kind: "text", code: "unexpected-token" });
  t.throws(() => bytes(1), { kind: "text", code: "bad-utf8" });
  t.same([...bytes(2)], [0, 97, 115, 109]);
  t.throws(() => bytes(3), { kind: "text", code: "unknown-name", line: 5 });
  t.equal(bytes(4).length, 8 + 6 + 4 + 6);
  t.end();
});

t.test("the fields of one module are a script", (t) => {
  const command = one('(func) (memory 0) (func (export "f"))');
  t.match(command, { type: "module", line: 1 });
  t.end();
});

t.test("mistakes in the script itself", (t) => {
  t.throws(() => parseScript("(assert_return (func))"), { code: "unexpected-token" });
  t.throws(() => parseScript('(invoke "f" (i32.const))'), { code: "unexpected-token" });
  t.throws(() => parseScript("(module) nonsense"), { code: "unexpected-token" });
  t.end();
});
