// The code that is made for each optimisation, seen in its text, and what it computes.

import t from "tap";
import { ALL_FEATURES, Writer } from "../base/index.ts";
import { decodeModule } from "../binary/index.ts";
import { validateModule } from "../validate/index.ts";
import { generateTree } from "./index.ts";

/** A module with one function of one i32 (and optional further locals), a memory, and the export `f`. */
function moduleOf(
  code: number[],
  type: number[] = [1, 0x60, 1, 0x7f, 1, 0x7f],
  locals: number[] = [0],
): Uint8Array {
  const section = (writer: Writer, id: number, bytes: number[]) =>
    writer.u8(id).sized(Uint8Array.from(bytes));
  const body = new Writer().raw(Uint8Array.from([...locals, ...code, 0x0b])).finish();
  const writer = new Writer().raw(Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
  section(writer, 1, type);
  section(writer, 3, [1, 0]);
  section(writer, 5, [1, 0, 1]);
  section(writer, 7, [1, 1, 0x66, 0, 0]);
  writer.u8(10).sized(new Writer().u32(1).sized(body).finish());
  return writer.finish();
}

function sourceOf(bytes: Uint8Array): string {
  const { module } = decodeModule(bytes, { features: ALL_FEATURES, encoding: "auto" });
  return generateTree(validateModule(module, { features: ALL_FEATURES })).source;
}

const functionText = (source: string): string => /function f0[^\n]*/.exec(source)![0];

t.test("stack values are folded into expressions", (t) => {
  const text = functionText(sourceOf(moduleOf([0x20, 0, 0x41, 5, 0x6a, 0x20, 0, 0x6c])));
  t.match(text, "return imul(l0+5|0,l0);");
  t.end();
});

t.test("a value is evaluated before the local that it reads is changed", (t) => {
  // local.get 0, (local.set 0 7), local.get 0, i32.add
  const text = functionText(sourceOf(moduleOf([0x20, 0, 0x41, 7, 0x21, 0, 0x20, 0, 0x6a])));
  t.match(text, "s0=l0;l0=7;return s0+l0|0;");
  t.end();
});

t.test("a view is copied at entry from the module's own holder", (t) => {
  const source = sourceOf(moduleOf([0x20, 0, 0x28, 2, 8]));
  t.match(functionText(source), /let v0=V0\.D\w+;return v0\.getInt32\(\(l0>>>0\)\+8,true\);/);
  t.match(source, /V0 = m0\.holder\("D\w+"\)/);
  t.end();
});

t.test("what branches is hoisted out of the arguments of an access", (t) => {
  // i32.load (select 1 2 (local.get 0))
  const text = functionText(sourceOf(moduleOf([0x41, 1, 0x41, 2, 0x20, 0, 0x1b, 0x28, 2, 0])));
  t.match(text, "s0=l0?1:2;return v0.getInt32(s0,true);");
  t.end();
});

t.test("64-bit operations on extended words fold to 32-bit ones", (t) => {
  // i32.wrap_i64 (i64.and (i64.extend_i32_u (local.get 0)) (i64.const 255))
  const text = functionText(sourceOf(moduleOf([0x20, 0, 0xad, 0x42, 0xff, 1, 0x83, 0xa7])));
  t.match(text, "return l0&255;");
  t.end();
});

t.test("a 64-bit comparison that no low word can decide is of the high words", (t) => {
  const type = [1, 0x60, 2, 0x7e, 0x7e, 1, 0x7f];
  const zero = [0x42, 0];
  const minusOne = [0x42, 0x7f];
  const compared = (x: number[], y: number[], op: number) =>
    functionText(sourceOf(moduleOf([...x, ...y, op], type)));
  const sum = [0x20, 0, 0x20, 1, 0x7c];
  t.match(compared(sum, zero, 0x53), "return z0<0|0;", "lt_s");
  t.match(compared(sum, zero, 0x59), "return z0>=0|0;", "ge_s");
  t.match(compared(minusOne, sum, 0x53), "return -1<z1|0;", "lt_s");
  t.match(compared(zero, sum, 0x57), "return 0<=z1|0;", "le_s");
  t.match(compared(sum, minusOne, 0x55), "return z0>-1|0;", "gt_s");
  t.match(compared(sum, zero, 0x55), "z0===0?s0>>>0>0:z0>0", "gt_s needs the low word");
  t.end();
});

t.test("a comparison that is made a number and tested again stays a comparison", (t) => {
  // i64.eqz (i64.extend_i32_u (i32.eqz (local.get 0))), as the Go compiler writes it; then i32.eqz
  const tests = [0x20, 0, 0x45, 0xad, 0x50];
  t.match(functionText(sourceOf(moduleOf(tests))), "return !(l0===0)|0;");
  t.match(functionText(sourceOf(moduleOf([...tests, 0x45]))), "return l0===0|0;");
  t.end();
});

t.test("a loop's last conditional branch becomes a break", (t) => {
  // loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))) end local.get 0
  const loop = [0x03, 0x40, 0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b, 0x20, 0];
  t.match(
    functionText(sourceOf(moduleOf(loop))),
    /L\d+:for\(;;\)\{l0=l0-1\|0;if\(!l0\)break L\d+;\}return l0;/,
  );
  t.end();
});

t.test("a function too large for V8's optimiser is split, and still computes the same", (t) => {
  // Blocks of additions that each may leave the function: (if (i32.eq x k) (return k)) and x = x * 3 + k, many times.
  const steps = 3000;
  const step = (k: number) => {
    const constant = [0x41, ...new Writer().s32(k).finish()];
    const leave = [0x20, 0, ...constant, 0x46, 0x04, 0x40, ...constant, 0x0f, 0x0b];
    return [...leave, 0x20, 0, 0x41, 3, 0x6c, ...constant, 0x6a, 0x21, 0];
  };
  const code = [...Array.from({ length: steps }, (_, k) => step(k)).flat(), 0x20, 0];
  const source = sourceOf(moduleOf(code));
  const regions = source.match(/function f0r\d+/g) ?? [];
  t.ok(regions.length > 1, `${regions.length} regions`);
  let expected = 12345;
  for (let k = 0; k < steps; k++) {
    if (expected === k) break;
    expected = (Math.imul(expected, 3) + k) | 0;
  }
  t.equal(runF(source, 12345), expected);
  t.equal(runF(source, 0), 0, "left at the first step");
  t.end();
});

/** Calls the exported function with the least support object that generated code needs. */
function runF(source: string, argument: number): unknown {
  const scratch = new Int32Array(4096);
  class Memory {
    holder() {
      return {};
    }
  }
  const support = { Memory, Func: Object, S: scratch, caught: (e: unknown) => e, pages: 1 };
  const { cores } = new Function("E", source)(support);
  return cores[0][0]([], []).wrappers()[0](argument);
}

t.test("a minus sign and a negative literal deep in its operand do not touch", (t) => {
  // f64.const 0, f64.const -0, f64.const 0, f64.div, f64.sub, i32.trunc_sat_f64_s
  const zero = [0x44, 0, 0, 0, 0, 0, 0, 0];
  const source = sourceOf(moduleOf([...zero, 0, ...zero, 0x80, ...zero, 0, 0xa3, 0xa1, 0xfc, 2]));
  t.match(functionText(source), "0-(-0)/0");
  t.end();
});
