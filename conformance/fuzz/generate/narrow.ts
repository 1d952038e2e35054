// 64-bit arithmetic on values that fit into fewer bits, which is what compilers emit for counters and addresses, and what
// a code generator narrows: extensions, masks, shifts, compares, and what takes just over the edge.

import type { Body } from "./body.ts";

type Make = (body: Body) => void;

/** Sources of i64 values of a known range. */
const SOURCES: readonly (readonly [number, Make])[] = [
  [5, extended("i64.extend_i32_s")],
  [5, extended("i64.extend_i32_u")],
  [3, masked],
  [3, shifted],
  [3, loaded],
  [2, signExtended],
  [2, smallConstant],
  [2, flag],
  [3, variable],
];

const OPERATORS = [
  "i64.add",
  "i64.add",
  "i64.sub",
  "i64.sub",
  "i64.mul",
  "i64.and",
  "i64.or",
  "i64.xor",
  "i64.shl",
  "i64.shr_u",
  "i64.shr_s",
  "i64.rotl",
] as const;

const DIVISIONS = ["i64.div_s", "i64.div_u", "i64.rem_s", "i64.rem_u"] as const;

/** An i64 expression over narrow values. */
export function narrow(body: Body): void {
  const { choices } = body;
  if (body.tight || choices.chance(35)) return void choices.weighted(SOURCES)(body);
  body.depth++;
  narrow(body);
  if (choices.chance(12)) divide(body);
  else if (choices.chance(30)) constantOperand(body);
  else {
    narrow(body);
    body.op(choices.pick(OPERATORS));
  }
  body.depth--;
}

function divide(body: Body): void {
  if (body.choices.chance(50)) body.i64(BigInt(1 + body.choices.below(100)));
  else {
    narrow(body);
    body.i64(1n).op("i64.or");
  }
  body.op(body.choices.pick(DIVISIONS));
}

/** Constants that carry a range over a boundary, or scale an index. */
function constantOperand(body: Body): void {
  const { choices } = body;
  const scale = choices.chance(40);
  if (scale) body.i64(BigInt(choices.pick([1, 2, 3, 4, 8, 12, 16, 24, 31, 32, 33, 48, 63])));
  else
    body.i64(
      choices.pick([-1n, 1n, 0x7fffffffn, 0x80000000n, 0xffffffffn, 0x100000000n, -0x80000000n, 1n << 53n]),
    );
  body.op(
    scale
      ? choices.pick(["i64.mul", "i64.shl", "i64.shr_u", "i64.shr_s", "i64.add"])
      : choices.pick(OPERATORS),
  );
}

function extended(name: "i64.extend_i32_s" | "i64.extend_i32_u"): Make {
  return (body) => {
    body.expression("i");
    body.op(name);
  };
}

function masked(body: Body): void {
  body.expression("j");
  body.i64(
    body.choices.pick([1n, 0xffn, 0xfff8n, 0xffffn, 0x7fffffffn, 0xffffffffn, 0xfffffff0n, 0x1ffffffffn]),
  );
  body.op("i64.and");
}

function shifted(body: Body): void {
  body.expression("j");
  body.i64(BigInt(body.choices.pick([32, 33, 31, 40, 48, 56, 63, 60, 1, 52])));
  body.op(body.choices.pick(["i64.shr_u", "i64.shr_u", "i64.shr_s"]));
}

function loaded(body: Body): void {
  if (body.shape.memories.length === 0) return void smallConstant(body);
  body.expression("i");
  body.i32(0xff8).op("i32.and");
  body.op(
    body.choices.pick([
      "i64.load8_u",
      "i64.load8_s",
      "i64.load16_u",
      "i64.load16_s",
      "i64.load32_u",
      "i64.load32_s",
    ]),
    0,
    body.choices.below(16),
  );
}

function signExtended(body: Body): void {
  if (!body.shape.features.has("sign-extension")) return void smallConstant(body);
  body.expression("j");
  body.op(body.choices.pick(["i64.extend8_s", "i64.extend16_s", "i64.extend32_s"]));
}

function smallConstant(body: Body): void {
  body.i64(BigInt(body.choices.pick([0, 1, 2, 7, 8, 255, 0x7fffffff, -1, -8, 0xffffffff, 0x80000000])));
}

/** A truth value as an i64. */
function flag(body: Body): void {
  body.expression("i");
  body
    .i32(0)
    .op(body.choices.pick(["i32.ne", "i32.gt_s", "i32.lt_u"]))
    .op("i64.extend_i32_u");
}

/** A variable, often on its way through a narrower one. */
function variable(body: Body): void {
  const locals = body.localsOf("j");
  if (locals.length === 0) return void smallConstant(body);
  body.op("local.get", body.choices.pick(locals));
  if (body.choices.chance(25))
    body.op("i32.wrap_i64").op(body.choices.pick(["i64.extend_i32_u", "i64.extend_i32_s"]));
}
