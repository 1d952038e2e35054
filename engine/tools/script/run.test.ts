// The script runner on the host's own WebAssembly, with binaries written by hand.

import t from "tap";
import type { Action, Command, Value } from "./commands.ts";
import { type Namespace, namespaceEngine } from "./engine.ts";
import { type RunOptions, runScript } from "./run.ts";

const native = namespaceEngine(WebAssembly as unknown as Namespace);
const binary = (hex: string) =>
  ({
    form: "binary",
    bytes: new Uint8Array(Buffer.from(`0061736d01000000${hex.replace(/ /g, "")}`, "hex")),
  }) as const;

/** (func (export "f") (param f32) (result f32) local.get 0) */
const IDENTITY = binary("01060160017d017d 03020100 07050101660000 0a0601040020000b");
/** (func (export "t") unreachable) */
const TRAP = binary("010401600000 03020100 07050101740000 0a05010300000b");
/** (func (export "t") call 0) */
const ENDLESS = binary("010401600000 03020100 07050101740000 0a0601040010000b");
/** (import "a" "t" (func)) */
const IMPORTING = binary("010401600000 020701016101740000");
/** (global (export "g") f64 (f64.const nan:0x4000000000001)), a signalling NaN */
const GLOBAL = binary("060d017c0044010000000000f47f0b 07050101670300");
/** (func (export "p") (param externref) (result externref) local.get 0) */
const REFERENCE = binary("01060160016f016f 03020100 07050101700000 0a0601040020000b");
/** (import "spectest" "global_i32" (global i32)) (export "g" (global 0)) */
const SPECTEST = binary("021801087370656374657374 0a676c6f62616c5f693332037f00 07050101670300");
/** (func (export "t") (param f32)): the body leaves a value too many */
const INVALID = binary("01050160017d00 03020100 07050101740000 0a0601040020000b");
/** A start function that traps. */
const START_TRAPS = binary("010401600000 03020100 080100 0a05010300000b");

const invoke = (field: string, ...args: Value[]): Action => ({ type: "invoke", field, args });
const f32 = (value: string): Value => ({ type: "f32", value });

function run(commands: readonly Omit<Command & Record<string, unknown>, "line">[], options?: RunOptions) {
  const numbered = commands.map((command, i) => ({ ...command, line: i + 1 })) as unknown as Command[];
  const { passed, failed, skipped, failures } = runScript(
    { name: "test", commands: numbered },
    native,
    options,
  );
  return { passed, failed, skipped, lines: failures.map(({ command }) => command.line) };
}

t.test("floats are compared as bits, signalling NaNs too", (t) => {
  const returns = (bits: string, expected: string) => ({
    type: "assert_return",
    action: invoke("f", f32(bits)),
    expected: [f32(expected)],
  });
  const result = run([
    { type: "module", module: IDENTITY },
    returns("2141192193", "2141192193"), // nan:0x200001 with the quiet bit clear
    returns("2147483648", "2147483648"), // -0
    returns("2147483648", "0"),
    returns("4290772992", "nan:canonical"),
    returns("4290772993", "nan:canonical"),
    returns("4290772993", "nan:arithmetic"),
    returns("2141192193", "nan:arithmetic"),
  ] as never);
  t.same(result, { passed: 4, failed: 3, skipped: 0, lines: [4, 6, 8] });
  t.end();
});

t.test("globals are read as bits", (t) => {
  const get = (value: string) => ({
    type: "assert_return",
    action: { type: "get", field: "g" },
    expected: [{ type: "f64", value }],
  });
  const result = run([
    { type: "module", module: GLOBAL },
    get("9219994337134247937"),
    get("9221120237041090561"),
  ] as never);
  t.same(result, { passed: 1, failed: 1, skipped: 0, lines: [3] });
  t.end();
});

t.test("references keep their identity", (t) => {
  const extern = (value?: string) => ({ type: "externref", value });
  const returns = (value: string, expected: Value) => ({
    type: "assert_return",
    action: invoke("p", extern(value)),
    expected: [expected],
  });
  const either = { type: "either", values: [extern("8"), extern("7")] };
  const result = run([
    { type: "module", module: REFERENCE },
    returns("7", extern("7")),
    returns("7", extern("8")),
    returns("null", extern("null")),
    returns("7", extern()),
    returns("null", extern()),
    returns("7", either as never),
  ] as never);
  t.same(result, { passed: 4, failed: 2, skipped: 0, lines: [3, 6] });
  t.end();
});

t.test("traps and exhaustion are told apart, and so are their messages", (t) => {
  const asserts = (type: string, text: string) => ({ type, action: invoke("t"), text });
  const result = run([
    { type: "module", module: TRAP },
    asserts("assert_trap", "unreachable"),
    asserts("assert_trap", "integer overflow"),
    asserts("assert_exhaustion", "call stack exhausted"),
    { type: "module", module: ENDLESS },
    asserts("assert_exhaustion", "call stack exhausted"),
    asserts("assert_trap", "unreachable"),
    { type: "assert_uninstantiable", module: START_TRAPS, text: "unreachable" },
  ] as never);
  t.same(result, { passed: 3, failed: 3, skipped: 0, lines: [3, 4, 7] });
  t.end();
});

t.test("modules that must be refused", (t) => {
  const result = run([
    { type: "assert_invalid", module: INVALID, text: "type mismatch" },
    { type: "assert_invalid", module: TRAP, text: "type mismatch" },
    { type: "assert_unlinkable", module: IMPORTING, text: "unknown import" },
    { type: "assert_unlinkable", module: TRAP, text: "unknown import" },
  ] as never);
  t.same(result, { passed: 2, failed: 2, skipped: 0, lines: [2, 4] });
  t.end();
});

t.test("instances are importable once registered, or by their name where that is the rule", (t) => {
  const commands = [
    { type: "module", module: TRAP, name: "$a" },
    { type: "module", module: IMPORTING },
  ];
  t.equal(run(commands as never).failed, 1);
  t.equal(run(commands as never, { namedInstances: true }).failed, 0);
  t.equal(run([commands[0], { type: "register", as: "a", name: "$a" }, commands[1]] as never).failed, 0);
  t.end();
});

t.test("definitions are instantiated later, as often as asked", (t) => {
  const result = run([
    { type: "module_definition", module: TRAP, name: "$d" },
    { type: "assert_trap", action: invoke("t"), text: "unreachable" },
    { type: "module_instance", name: "$i", module: "$d" },
    { type: "assert_trap", action: { ...invoke("t"), module: "$i" }, text: "unreachable" },
  ] as never);
  t.same(result, { passed: 1, failed: 1, skipped: 0, lines: [2] });
  t.end();
});

t.test("spectest is at hand", (t) => {
  const expected = [{ type: "i32", value: "666" }];
  const result = run([
    { type: "module", module: SPECTEST },
    { type: "assert_return", action: { type: "get", field: "g" }, expected },
  ] as never);
  t.same(result, { passed: 1, failed: 0, skipped: 0, lines: [] });
  t.end();
});

t.test(
  "what follows a module that failed fails as well; quoted text without an assembler is skipped",
  (t) => {
    const result = run([
      { type: "module", module: INVALID },
      { type: "assert_trap", action: invoke("t"), text: "unreachable" },
      { type: "module", module: { form: "text", text: "(module)" } },
      { type: "assert_trap", action: invoke("t"), text: "unreachable" },
      { type: "assert_malformed", module: { form: "text", text: "(modul)" }, text: "unexpected token" },
    ] as never);
    t.same(result, { passed: 0, failed: 2, skipped: 3, lines: [1, 2] });
    t.end();
  },
);

t.test("scripts that are wrong themselves fail where they are, and go on", (t) => {
  const result = run([
    { type: "module", module: TRAP },
    { type: "module_instance", name: "$i", module: "$none" },
    { type: "assert_return", action: invoke("absent"), expected: [] },
    { type: "assert_return", action: { type: "get", field: "t" }, expected: [{ type: "i32", value: "1" }] },
    { type: "assert_return", action: { ...invoke("t"), module: "$gone" }, expected: [] },
    { type: "action", action: invoke("t") },
    { type: "nonsense" },
    {
      type: "assert_malformed",
      module: { form: "text", text: "", bytes: TRAP.bytes },
      text: "unexpected token",
    },
    { type: "module", module: TRAP },
    { type: "assert_trap", action: invoke("t"), text: "unreachable" },
  ] as never);
  t.equal(result.passed, 1, "the last");
  t.ok(result.failed >= 6);
  t.notOk(result.lines.includes(1) || result.lines.includes(9));
  t.end();
});

t.test("a definition that failed fails again for each of its instances", (t) => {
  const result = run([
    { type: "module_definition", module: INVALID, name: "$d" },
    { type: "module_instance", name: "$i", module: "$d" },
  ] as never);
  t.same(result.passed, 0);
  t.ok(result.lines.includes(1));
  t.end();
});
