// The code that each optimisation makes, and that its switch takes it away.

import t from "tap";
import { ALL_FEATURES } from "../base/index.ts";
import { decodeModule } from "../binary/index.ts";
import { parse } from "../text/index.ts";
import { validateModule } from "../validate/index.ts";
import { OPTIMIZATIONS, parseOptimizations } from "./optimizations.ts";
import type { TargetName } from "./target.ts";
import { generateTree } from "./tree.ts";

/** What is generated with these switches. */
function generated(text: string, list: string, lazy = false, target: TargetName = "jit"): string {
  const { module } = decodeModule(parse(text), { features: ALL_FEATURES, encoding: "auto" });
  const valid = validateModule(module, { features: ALL_FEATURES });
  return generateTree(valid, { optimizations: parseOptimizations(list), lazy, target }).source;
}

/** The code of the first function. */
const codeOf = (text: string, list = ""): string => /function f0(?:_0)?\(.*/.exec(generated(text, list))![0];

/** A loop from 0 to a parameter, as compilers write it: guarded, and ended by `!=`. */
const COUNTING = `(module (func (param i32) (result i32) (local $i i64) (local $n i64) (local $sum i32)
  (if (i32.gt_s (local.get 0) (i32.const 0)) (then
    (local.set $n (i64.extend_i32_s (local.get 0)))
    (loop $again
      (local.set $sum (i32.add (local.get $sum) (i32.wrap_i64 (i64.shl (local.get $i) (i64.const 3)))))
      (br_if $again (i64.ne (local.tee $i (i64.add (local.get $i) (i64.const 1))) (local.get $n))))))
  (local.get $sum)))`;

t.test("ranges: a 64-bit counter with a variable bound is counted in one word", (t) => {
  t.match(codeOf(COUNTING), /l1=l1\+1\|0;h1=0;if\(!\(l1!==l2\)\)break/);
  t.match(codeOf(COUNTING, "-ranges"), /l1>>>0<1/);
  t.end();
});

t.test("ranges: an unsigned comparison of a narrow with a wide value tests the high word for zero", (t) => {
  const text =
    "(module (func (param i64 i32) (result i32) (i64.lt_u (local.get 0) (i64.extend_i32_u (local.get 1)))))";
  t.match(codeOf(text), "return (h0===0&&l0>>>0<l1>>>0)|0;");
  t.end();
});

t.test("products: by a small constant, the high word is one multiplication", (t) => {
  const text = "(module (func (param i64) (result i64) (i64.mul (local.get 0) (i64.const 435))))";
  t.match(codeOf(text), `(l0>>>0)*${435 * 2 ** -32}|0`);
  t.match(
    codeOf(text, "-products"),
    /\(l0>>>0\)\*\(imul\(l0,435\)>>>0<4294965248\?1\.0128132998943329e-7:1\.0128132998943325e-7\)>>>0/,
  );
  t.end();
});

t.test("division in an interpreter: a small constant divisor of signed numbers needs no test", (t) => {
  const code = (operation: string, divisor: string) =>
    generated(
      `(module (func (param i64) (result i64) (i64.${operation} (local.get 0) (i64.const ${divisor}))))`,
      "",
      false,
      "interpreter",
    );
  t.match(code("div_s", "1000003"), "i64_div_s_small(l0,h0,1000003)");
  t.match(code("rem_s", "1000003"), "i64_rem_s_small(l0,h0,1000003)");
  for (const divisor of ["0", "-7", "2097152", "4294967296"])
    t.match(code("rem_s", divisor), "i64_rem_s_wide(l0,h0,", divisor);
  t.end();
});

t.test("quotients in an interpreter: x - (x / c) * c has one word", (t) => {
  const body = (factor: number) => `(module (func (param i64) (result i64) (local i64)
    (local.set 1 (i64.div_u (local.get 0) (i64.const 10)))
    (i64.sub (local.get 0) (i64.mul (local.get 1) (i64.const ${factor})))))`;
  t.match(generated(body(10), "", false, "interpreter"), "HI=0;return l0-(l1*10|0)|0");
  t.notMatch(generated(body(11), "", false, "interpreter"), "HI=0");
  t.notMatch(generated(body(10), "-quotients", false, "interpreter"), "HI=0");
  t.end();
});

t.test(
  "outer variables are `var`: at each use of a `let` V8's bytecode looks whether it was reached",
  (t) => {
    const pair = `(module (global (mut i64) (i64.const 1)) (func (result i64) (global.set 0 (i64.const 2)) (global.get 0)))`;
    for (const target of ["jit", "interpreter"] as const) {
      const source = generated(pair, "", false, target);
      t.match(source, /^var HI\b/m);
      t.notMatch(source, /^let\b/m);
    }
    t.end();
  },
);

t.test("in an interpreter's loops functions of Math are called by copies of the function's own", (t) => {
  const code = (body: string, target?: "interpreter") =>
    /function f0\(.*/.exec(
      generated(`(module (memory 1) (func (param i32 f32) (result f32) ${body}))`, "", false, target),
    )![0];
  const product = "(local.set 0 (i32.mul (local.get 0) (local.get 0)))";
  const sum = "(local.tee 1 (f32.add (local.get 1) (local.get 1)))";
  const loop = code(`(loop (result f32) ${product} ${sum})`, "interpreter");
  t.match(loop, "let imul_=imul,fround_=fround");
  t.match(loop, "l0=imul_(l0,l0)");
  t.match(loop, "fround_(l1+l1)");
  t.notMatch(code(`${product} ${sum}`, "interpreter"), "_=");
  t.notMatch(code(`(loop (result f32) ${product} ${sum})`), "imul_");
  const stored = "(loop (f32.store (i32.const 0) (f32.add (local.get 1) (local.get 1)))) (local.get 1)";
  t.notMatch(code(stored, "interpreter"), "fround_(l1", "a store rounds by itself");
  t.end();
});

t.test("indices: where in an array the base of several addresses is, is computed once", (t) => {
  const access = (body: string, list = "") =>
    /function f0\(.*/.exec(
      generated(`(module (memory 1) (func (param i32) ${body}))`, list, false, "interpreter"),
    )![0];
  const twice = `(f64.store (i32.const 0) (f64.add (f64.load offset=8 (local.get 0)) (f64.load offset=24 (local.get 0))))`;
  t.match(access(twice), "p0=(l0>>>0)/8;d1=(v0d[p0+1]??(m0.at=(l0>>>0)+8,m0.loadF64))+(v0d[p0+3]??");
  t.match(access(twice, "-indices"), "v0d[((l0>>>0)+8)/8]");
  const sums = `(f64.store (i32.const 0) (f64.add (f64.load (i32.add (local.get 0) (i32.const 8))) (f64.load offset=8 (local.get 0))))`;
  t.notMatch(access(sums), "p0", "a sum wraps around at 32 bits, an offset does not");
  const changed = `(f64.store (local.get 0) (f64.add (f64.load (local.get 0)) (f64.const 0.5)))`;
  t.match(access(changed), "(p0|0)===p0?v0d[p0]=d1:(m0.value=d1,m0.storeF64=p0*8);");
  const written = `(drop (f64.load (local.get 0))) (local.set 0 (i32.const 9)) (drop (f64.load (local.get 0)))`;
  t.notMatch(access(written), "p0");
  t.end();
});

t.test("steady: the view of a memory is read again only where it may be another one", (t) => {
  const calling = (callee: string) => `(module (import "" "f" (func)) (memory 1) (table 1 funcref)
    (func (param i32) (result i32) (call ${callee})
      (i32.load (local.get 0)))
    (func $plain (drop (i32.load (i32.const 0))))
    (func $through (call $plain) (call $through))
    (func $indirect (call_indirect (i32.const 0)))
    (func $grows (drop (memory.grow (i32.const 1))))
    (func $throughGrows (call $through) (call $late))
    (func $late (call $grows) (call $throughGrows)))`;
  const reloads = (callee: string, list = "") =>
    /function f1\(.*/.exec(generated(calling(callee), list))![0].split("=V0.").length - 1;
  for (const callee of ["$plain", "$through"]) {
    t.equal(reloads(callee), 1, callee);
    t.equal(reloads(callee, "-steady"), 2, callee);
  }
  for (const callee of ["0", "$indirect", "$grows", "$throughGrows", "$late"])
    t.equal(reloads(callee), 2, callee);
  t.end();
});

t.test("reloads: after calls, views that nothing uses are not read again", (t) => {
  const body = (code: string, list = "") =>
    /function f1\(.*/
      .exec(
        generated(
          `(module (import "" "f" (func)) (memory 1) (tag) (func (param i32) (drop (i32.load (local.get 0))) ${code}))`,
          list,
        ),
      )![0]
      .replace(/^.*?;/, "");
  const reload = /v0=V0\.\w+;/;
  const use = "(i32.store (i32.const 0) (local.get 0))";
  const call = "(call 0)";
  const when = (code: string) => `(if (local.get 0) (then ${code}))`;
  const needless = {
    "nothing follows": when(call),
    "a call follows": when(call) + call,
    "it returns": when(`${call}(return)`) + use,
    "it traps": `(block $out (br_if $out (local.get 0)) ${call}(unreachable))${use}`,
    "the other arm uses it": `(if (local.get 0) (then ${call}) (else ${use}))`,
    "a loop of calls": `(loop $again ${call}(br_if $again (local.get 0)))`,
  };
  for (const [name, code] of Object.entries(needless)) {
    t.notMatch(body(code), reload, name);
    t.match(body(code, "-reloads"), reload, `${name}: without`);
  }
  const needed = {
    "behind the block": when(call) + use,
    "behind blocks around": `(block $out ${when(`${call}(br $out)`)}${call})${use}`,
    "behind an arm": `(if (local.get 0) (then ${call}) (else (nop)))${use}`,
    "in one arm of the next": `${call}(if (local.get 0) (then ${use}))`,
    "at the head of the loop": `(loop $again ${use}${call}(br_if $again (local.get 0)))`,
    "behind a loop inside": `(loop $outer ${use}(loop $again ${call}(br_if $again (local.get 0)))(br_if $outer (local.get 0)))`,
    "in the case of a switch": `(block $a (block $b ${call}(br_table $a $b (local.get 0)))${use})`,
    "where exceptions are caught": `(try (do ${when(call)}) (catch 0))`,
  };
  for (const [name, code] of Object.entries(needed)) t.match(body(code), reload, name);
  t.match(body(when(call)), /;if\(l0\)f0\(\);\}$/, "the arm is one statement again");
  t.end();
});

t.test("a small memory that a big module grows is expected to detach its buffer", (t) => {
  const filler = "(drop (i32.const 1000000))".repeat(2000);
  const made = (pages: number, body: string, code = filler) =>
    /new Memory\([^)]*\)/.exec(generated(`(module (memory ${pages}) (func ${body} ${code}))`, "", true))![0];
  const grow = "(drop (memory.grow (i32.const 1)))";
  t.match(made(1, grow), /, true\)$/);
  t.notMatch(made(1, ""), "true", "it cannot grow");
  t.notMatch(made(256, grow), "true", "it begins large");
  t.notMatch(made(1, grow, ""), "true", "a small module");
  t.end();
});

/** Of each access, whether its address is made unsigned first. */
const unsigned = (text: string, list = "") =>
  [...codeOf(text, list).matchAll(/getInt32\((\(l0>>>0\)\+)?l?0?\+?\d+/g)].map(
    (found) => found[1] !== undefined,
  );

t.test("bases: what an address was made from is not negative afterwards", (t) => {
  const get = (offset: number) => `(drop (i32.load offset=${offset} (local.get 0)))`;
  const body = (code: string) => `(module (memory 1) (func (param i32 i32) ${code}))`;
  t.same(unsigned(body(get(4) + get(8))), [true, false]);
  t.same(unsigned(body(get(4) + get(8)), "-bases"), [true, true]);
  const written = "(local.set 0 (local.get 1))";
  t.same(unsigned(body(get(4) + written + get(8))), [true, true], "written in between");
  const arms = `(if (local.get 1) (then ${get(8)}) (else ${get(12)}))`;
  t.same(unsigned(body(get(4) + arms + get(16))), [true, false, false, false], "known before a branch");
  t.same(unsigned(body(arms + get(16))), [true, true, true], "known in one arm each");
  const left = `(block (br_if 0 (local.get 1)) ${get(8)} ${written})`;
  t.same(unsigned(body(get(4) + left + get(16))), [true, false, true], "written on one way");
  const loop = `(loop ${get(8)} ${get(12)} (br_if 0 (local.get 1)))`;
  t.same(unsigned(body(get(4) + loop + get(16))), [true, true, true, false], "not in a loop");
  const writing = `(loop ${get(8)} ${written} (br_if 0 (local.get 1)))`;
  t.same(unsigned(body(get(4) + writing + get(16))), [true, true, true], "written in a loop");
  t.end();
});

/** A function as the Go compiler makes it: a loop around a switch to where it goes on; part 1 jumps ahead, part 2 back. */
const RESUMED = `(module (func (param $at i32) (result i32) (local $n i32)
  (loop $again (block $three (block $two (block $one (block $zero
    (br_table $zero $one $two $three (local.get $at)))
    (local.set $n (i32.add (local.get $n) (i32.const 1))))
    (if (i32.gt_s (local.get $n) (i32.const 5)) (then (local.set $at (i32.const 3)) (br $again)))
    (local.set $n (i32.add (local.get $n) (i32.const 2))))
    (if (i32.lt_s (local.get $n) (i32.const 9)) (then (local.set $at (i32.const 0)) (br $again)))
    (local.set $at (local.get $n)) (br_if $again (i32.eqz (local.get $n)))))
  (local.get $n)))`;

t.test("threads: where a loop's switch would lead is jumped to, if it is ahead", (t) => {
  const threaded = codeOf(RESUMED);
  t.match(threaded, /l0=3;break L\d+;/);
  t.match(threaded, /l0=0;continue L1;/, "the way back goes by the loop");
  t.match(codeOf(RESUMED, "-threads"), /l0=3;continue L1;/);
  const run = (list: string) =>
    (new Function(`${codeOf(RESUMED, list)};return f0;`) as () => (at: number) => number)();
  for (const list of ["", "-threads"]) t.same([0, 1, 2, 3, -1].map(run(list)), [7, 6, 7, 0, 0], list);
  t.end();
});

t.test("quotients: an unsigned division by a small constant is of words", (t) => {
  const quotient = (divisor: number) =>
    `(module (func (param i64) (result i64) (i64.div_u (local.get 0) (i64.const ${divisor}))))`;
  t.match(codeOf(quotient(10)), "s1=((h0>>>0)%(10)|0)<<16|l0>>>16;");
  t.notMatch(codeOf(quotient(10)), "i64_div_u(");
  t.match(codeOf(quotient(10), "-quotients"), "i64_div_u(l0,h0,10,0)");
  t.match(codeOf(quotient(32769)), "i64_div_u(l0,h0,32769,0)");
  const remainder = "(module (func (param i64) (result i64) (i64.rem_u (local.get 0) (i64.const 32768))))";
  t.match(codeOf(remainder), "%32768|0;");
  t.end();
});

t.test("primed-floats: in loops, sums go through helpers that have seen fractions", (t) => {
  const text = `(module (func (param f64 i32) (result f64) (loop $again
    (local.set 0 (f64.add (local.get 0) (local.get 0)))
    (br_if $again (local.tee 1 (i32.sub (local.get 1) (i32.const 1))))) (local.get 0)))`;
  t.match(codeOf(text), /let fadd_=fadd\W.*l0=fadd_\(l0,l0\);/s);
  t.match(codeOf(text, "-primed-floats"), "l0=l0+l0;");
  t.end();
});

t.test("primed-floats: not in large functions", (t) => {
  const sum = "(local.set 0 (f64.add (local.get 0) (local.get 0)))";
  const loop = (count: number) =>
    `(module (func (param f64) (loop $again ${sum.repeat(count)} (br_if $again (f64.lt (local.get 0) (f64.const 9))))))`;
  t.match(codeOf(loop(200)), "fadd_(");
  t.notMatch(codeOf(loop(300)), "fadd_(");
  t.end();
});

t.test(
  "typed: what V8 cannot know, of parameters that loops change, results of indirect calls in loops",
  (t) => {
    const text = `(module (table 1 funcref) (func (param i32 i32) (result i32)
    (loop $again (local.set 0 (call_indirect (param i32) (result i32) (local.get 0) (i32.const 0)))
      (br_if $again (local.get 0))) (i32.add (local.get 1) (call_indirect (result i32) (i32.const 0)))))`;
    t.match(codeOf(text), /^function f0\(l0,l1\)\{l0=l0\|0;/);
    t.match(codeOf(text), /l0=\(?[^;]*\(l0\)\|0;/);
    t.match(
      codeOf(text),
      /return l1\+\(\w+\[0\]\|\|undefinedElement\)\(\)\|0;/,
      "outside of loops, the sum alone",
    );
    t.notMatch(generated(text, "", false, "interpreter"), /l0=l0\|0;/);
    t.notMatch(generated(text, "-typed"), /l0=l0\|0;/);
    t.end();
  },
);

/** The Fibonacci function of small functions that call themselves, with more code if wished. */
const recursive = (more = "") => `(module (func (param i32) (result i32) ${more}
  (if (result i32) (i32.lt_s (local.get 0) (i32.const 2)) (then (local.get 0)) (else
    (i32.add (call 0 (i32.sub (local.get 0) (i32.const 1))) (call 0 (i32.sub (local.get 0) (i32.const 2))))))))`;

t.test("twins: a small function and its twin call each other", (t) => {
  const source = generated(recursive(), "");
  t.match(source, /function f0t\(l0\)\{.*f0\(l0-1\|0\)\+f0\(l0-2\|0\)/);
  t.match(source, /function f0\(l0\)\{.*f0t\(l0-1\|0\)\+f0t\(l0-2\|0\)/);
  t.match(codeOf(recursive(), "-twins"), "f0(l0-1|0)+f0(l0-2|0)");
  t.notMatch(
    generated(recursive("(local.set 0 (i32.xor (local.get 0) (i32.const 5)))".repeat(100)), ""),
    "f0t",
  );
  t.end();
});

/** A function of more bytecode than V8 optimises. */
const GIANT = `(module (func (param i32) (result i32) ${Array.from(
  { length: 4000 },
  (_, k) => `(if (i32.eq (local.get 0) (i32.const ${k})) (then (return (i32.const 7))))
    (local.set 0 (i32.add (i32.mul (local.get 0) (i32.const 3)) (i32.const ${k})))`,
).join("\n")} (local.get 0)))`;

t.test("outline: a giant function is split", (t) => {
  const regions = /function f0r\d+/;
  t.match(generated(GIANT, ""), regions);
  t.notMatch(generated(GIANT, "-outline"), regions);
  t.end();
});

t.test("outline: regions know their arguments for integers, and find floats in scratch", (t) => {
  const text = GIANT.replace("(param i32)", "(param i32 f64)").replaceAll(
    "(return (i32.const 7))",
    "(local.set 1 (f64.mul (local.get 1) (f64.const 0.5)))",
  );
  const region = (target: TargetName) => /function f0r0\(.*/.exec(generated(text, "", false, target))?.[0];
  t.match(region("jit"), /^function f0r0\(l0\)\{let [^;]*;L\d+:\{l0=l0\|0;l1=F\[1024\];/);
  t.match(generated(text, ""), "F[1024]=l1;w=f0r0(l0);");
  t.equal(region("interpreter"), undefined, "only V8's optimiser gains from it");
  t.match(generated(text, "-typed"), "w=f0r0(l0,l1);");
  t.end();
});

t.test("outline: more floats than scratch has room for are arguments", (t) => {
  const each = (count: number, code: (k: number) => string) =>
    Array.from({ length: count }, (_, k) => code(k));
  const sets = each(3600, (k) => `(local.set ${k + 1} (f64.load offset=${8 * k} (local.get 0)))`);
  const calls = each(4, (c) => `(call 0 ${each(900, (k) => `(local.get ${900 * c + k + 1})`).join(" ")})`);
  const text = `(module (memory 1) (func (param ${"f64 ".repeat(900)})) (func (param i32) (local ${"f64 ".repeat(3600)})
    ${sets.join("\n")} (if (local.get 0) (then ${calls.join("\n")}))))`;
  const places = [...generated(text, "").matchAll(/F\[(\d+)\]/g)].map(([, place]) => Number(place));
  t.ok(places.length > 2048, `${places.length} places`);
  t.ok(Math.max(...places) < 4096, `up to ${Math.max(...places)}`);
  t.end();
});

/** An interpreter's loop: a `br_table` in the innermost of as many blocks as it has cases. */
function interpreter(cases: number, length: number): string {
  const call = "(call 0 (i32.mul (local.get 0) (i32.const 3)))";
  const list = (each: (k: number) => string) => Array.from({ length: cases }, (_, k) => each(k)).join("\n");
  return `(module (func (param i32)) (func (param i32) (loop $next
    ${list(() => "(block")}
    (br_table ${list(String)} (i32.load8_u (local.get 0)))
    ${list(() => `) (local.set 0 (i32.add (local.get 0) (i32.const 1))) ${call.repeat(length)} (br $next)`)}
    )) (memory 1))`;
}

t.test("outline: what chooses among many cases stays in the function itself", (t) => {
  const source = generated(interpreter(100, 40), "");
  const [regions, own] = [/function f1r\d+\(.*/g, /function f1\(.*/g].map((name) => source.match(name) ?? []);
  t.ok(regions!.length > 50, `${regions!.length} regions`);
  t.match(own![0], /case 40:/);
  for (const region of regions!) t.notMatch(region, /case 40:/);
  t.end();
});

t.test("lazy: functions of a big module are left for their first call", (t) => {
  t.match(generated(GIANT, "", true), /makers0=/);
  t.notMatch(generated(GIANT, "-lazy", true), /makers0=/);
  t.end();
});

/** A function of a big module, which calls two others; as it is made at its first call. */
function lateCode(code: string, list = ""): string {
  const filler = "(drop (i32.const 1000000))".repeat(2000);
  const text = `(module (tag) (func (param i32) ${code}) (func (param i32) (result i32) (local.get 0)) (func ${filler}))`;
  const { module } = decodeModule(parse(text), { features: ALL_FEATURES, encoding: "auto" });
  const valid = validateModule(module, { features: ALL_FEATURES });
  return generateTree(valid, { optimizations: parseOptimizations(list), lazy: true }).part(0, 0);
}

t.test("loaded: where a function was called before, it is called without a look whether it is made", (t) => {
  const looks = (code: string, list = "") => lateCode(code, list).split("f1??=load(1)").length - 1;
  const call = "(drop (call 1 (local.get 0)))";
  const when = (code: string) => `(if (local.get 0) (then ${code}))`;
  const known = {
    "in the same list": call + call,
    "in a list around": call + when(call),
    "in the condition": `(if (call 1 (local.get 0)) (then ${call}))`,
    "in a block": `(block ${call})${call}`,
    "in a block before it is left": `(block $out ${call}(br_if $out (local.get 0)))${call}`,
    "in a loop": `(loop $again ${call}(br_if $again (local.get 0)))${call}`,
    "in the operand before": "(drop (i32.add (call 1 (i32.const 1)) (call 1 (i32.const 2))))",
  };
  for (const [name, code] of Object.entries(known)) {
    t.equal(looks(code), 1, name);
    t.equal(looks(code, "-loaded"), 2, `${name}: without`);
  }
  const unknown = {
    "in an arm": when(call) + call,
    "in the other arm": `(if (local.get 0) (then ${call}) (else ${call}))`,
    "in a block after it may be left": `(block $out (br_if $out (local.get 0)) ${call})${call}`,
    "in one way out of a block": `(block $out ${when(`${call}(br $out)`)} (nop))${call}`,
    "in another arm than the way out": `(block $out ${when("(br $out)")} ${call})${call}`,
    "in an argument, which comes after the callee": "(drop (call 1 (call 1 (local.get 0))))",
    "in a try": `(try (do ${call}) (catch_all ${call}))`,
    "behind a try": `(try (do ${call}) (catch_all))${call}`,
  };
  for (const [name, code] of Object.entries(unknown)) t.equal(looks(code), 2, name);
  t.end();
});

/** Functions of the module that `validModuleOf` makes, with 2.5 MB of code. */
const COPY = "(i32.store offset=8 (local.get 1) (i32.load offset=4 (local.get 0)))";
const CALL = "(call $callee)";
const LOOP = `(loop ${COPY}${CALL}(br_if 0 (local.get 1)))`;
const FUNCTIONS = {
  calls: COPY + CALL,
  computes: COPY,
  accessesOften: COPY.repeat(20) + CALL,
  loops: LOOP,
  hardlyLoops: COPY + COPY + LOOP,
  floats: `(f64.store (local.get 0) (f64.load (local.get 1)))${CALL}`,
};

function validModuleOf(functions: readonly string[]) {
  const filler = `(func ${"(drop (i64.const -9223372036854775808))".repeat(12_000)})`;
  const bodies = functions.map((body) => `(func (param i32 i32) ${body})`);
  const text = `(module (memory 1) ${bodies.join("")} (func $callee) ${filler.repeat(18)})`;
  const { module } = decodeModule(parse(text), { features: ALL_FEATURES, encoding: "auto" });
  return validateModule(module, { features: ALL_FEATURES });
}

t.test("accessors: functions of very big modules that call others access memory by calls", (t) => {
  const valid = validModuleOf(Object.values(FUNCTIONS));
  const part = (name: keyof typeof FUNCTIONS, list = "") =>
    generateTree(valid, { optimizations: parseOptimizations(list), lazy: true }).part(
      0,
      Object.keys(FUNCTIONS).indexOf(name),
    );
  t.match(part("calls"), "set32((l1>>>0)+8,get32((l0>>>0)+4))");
  t.match(part("calls"), /const \{[^}]*,get32[^}]*\}=Z/);
  t.match(part("calls", "-accessors"), "v0.setInt32((l1>>>0)+8,v0.getInt32((l0>>>0)+4,true),true)");
  t.match(part("computes"), "v0.setInt32(", "not in one that computes");
  t.match(part("accessesOften"), "v0.setInt32(", "not where accesses are many for a call");
  t.match(part("loops"), "v0.setInt32(", "not in a loop");
  t.match(part("hardlyLoops"), /set32\(.*for\(;;\)\{.*v0\.setInt32\(/, "nor where others are by calls");
  t.match(part("floats"), "v0.setFloat64(", "no floats");
  t.end();
});

t.test("the switches", (t) => {
  t.match(parseOptimizations("-ranges"), { ranges: false, products: true });
  t.match(parseOptimizations(["none", "outline"]), { outline: true, lazy: false });
  t.same(Object.keys(parseOptimizations()), Object.keys(OPTIMIZATIONS));
  t.throws(() => parseOptimizations("-speed"), { code: "unknown-optimization" });
  t.end();
});
