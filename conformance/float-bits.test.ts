// The bits of floats against the host's own WebAssembly: masks that are NaNs, signs and payloads of NaNs, what arithmetic makes
// of them. Where the spec leaves a NaN open, both must have one.

import t from "tap";
import { parse } from "../compiler/text/index.ts";
import { createEngine } from "../engine/index.ts";

/** Patterns of both signs: zeros, ones, denormals, integers, fractions, infinities, NaNs that are quiet, signalling and full. */
const PATTERNS = [
  0, 1, 0x3f800000, 0x3fc00000, 0x4b000000, 0x7f7fffff, 0x7f800000, 0x7f800001, 0x7fa00000, 0x7fc00000,
  0x7fc12345, 0x7fffffff,
].flatMap((bits) => [bits, bits | -0x80000000]);

const f32 = "(f32.reinterpret_i32 (local.get 0))";
const other = "(f32.reinterpret_i32 (local.get 1))";
const mask = `(select (f32.const -nan:0x7fffff) (f32.const 0) (f32.lt ${f32} ${other}))`;

/** i32 expressions of two parameters whose value the spec fixes. */
const FIXED = [
  `(i32.reinterpret_f32 ${f32})`,
  `(i32.reinterpret_f32 ${mask})`,
  `(i32.and (local.get 1) (i32.reinterpret_f32 ${mask}))`,
  `(i32.reinterpret_f32 (select ${f32} ${other} (i32.gt_s (local.get 0) (local.get 1))))`,
  `(i32.reinterpret_f32 (select (f32.const 1.5) (f32.const -0) (i32.eq (local.get 0) (local.get 1))))`,
  `(i32.reinterpret_f32 (f32.neg ${f32}))`,
  `(i32.reinterpret_f32 (f32.abs (f32.neg ${f32})))`,
  `(i32.reinterpret_f32 (f32.copysign ${f32} (f32.neg ${other})))`,
  `(i32.reinterpret_f32 (f32.const nan))`,
  `(i32.reinterpret_f32 (f32.const -inf))`,
  `(f32.lt (f32.neg ${f32}) ${other})`,
  `(i32.reinterpret_f32 (call $same (f32.neg ${f32})))`,
  `(f32.store (i32.const 0) ${mask}) (i32.load (i32.const 0))`,
  `(f32.store (i32.const 0) ${f32}) (i32.load (i32.const 0))`,
  `(f32.store (i32.const 0) (select (f32.const nan:0x1) ${f32} (local.get 1))) (i32.load (i32.const 0))`,
  `(i32.store (i32.const 0) (i32.reinterpret_f32 ${mask})) (i32.load (i32.const 0))`,
];

/** f32 expressions that are a NaN of any kind when an operand is one. */
const ARITHMETIC = [
  `(f32.add ${f32} ${other})`,
  `(f32.mul (f32.neg ${f32}) ${other})`,
  `(f32.sub (f32.const 0) ${f32})`,
  `(f32.div ${mask} ${other})`,
  `(f32.sqrt ${f32})`,
  `(f32.min (f32.neg ${f32}) ${other})`,
  `(f32.neg (f32.add ${f32} ${other}))`,
  `(f32.nearest ${f32})`,
  `(f32.demote_f64 (f64.promote_f32 ${f32}))`,
  `(f32.demote_f64 (f64.neg (f64.promote_f32 ${f32})))`,
];

const binary = (code: string) => `(param i32 i32) (result i32) ${code}`;
const codes = [...FIXED, ...ARITHMETIC.map((code) => `(i32.reinterpret_f32 ${code})`)];
const bytes = parse(`(module (memory 1) (func $same (param f32) (result f32) (local.get 0))
  ${codes.map((code, i) => `(func (export "${i}") ${binary(code)})`).join("\n")})`);

const isNaN32 = (bits: number) => (bits & 0x7fffffff) > 0x7f800000;
/** V8's Maglev quiets signalling NaNs as it moves them (gaps.json: float_misc); Node 20 has none. */
const moves = Number(process.versions.node.split(".")[0]) > 20;
const isQuiet = (bits: number) => isNaN32(bits) && (bits & 0x400000) !== 0;

type Functions = Readonly<Record<string, (a: number, b: number) => number>>;

for (const target of ["jit", "interpreter"] as const)
  t.test(`bits of floats are those of native code, made for a ${target}`, (t) => {
    const engine = createEngine({ cores: "js", target });
    const ours = new engine.Instance(new engine.Module(bytes)).exports as unknown as Functions;
    const native = new WebAssembly.Instance(new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>))
      .exports as unknown as Functions;
    codes.forEach((code, i) => {
      const wrong: string[] = [];
      for (const a of PATTERNS)
        for (const b of PATTERNS) {
          const [found, wanted] = [ours[i]!(a, b), native[i]!(a, b)];
          const open = i >= FIXED.length && isQuiet(wanted) && isQuiet(found);
          const moved = moves && isNaN32(wanted) && found === (wanted | 0x400000);
          if (found !== wanted && !open && !moved) wrong.push(`${a} ${b}: ${found}, not ${wanted}`);
        }
      t.same(wrong, [], code);
    });
    t.end();
  });
