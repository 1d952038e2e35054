// Runs the range analysis where it pays.

import type { BodyDecoder } from "../binary/index.ts";
import { I64, type Span, type ValType } from "../model/index.ts";
import { type RangeContext, RangePass } from "./pass.ts";
import { Survey } from "./survey.ts";

/** Larger functions are left alone: the states of the analysis take locals times branches. */
const MAX_SIZE = 1 << 12;
const MAX_LOCALS = 5000;
const MAX_FOLLOWED = 100;
/** Functions with fewer instructions that it could make cheaper than one in so many bytes hardly change. */
const SPARSE = 64;
/** Those of a function up to this count outside of loops, too: it may be called in one. */
const SMALL = 512;

/** All locals of a body, parameters first; undefined if there are too many. */
function localTypes(decoder: BodyDecoder, params: readonly ValType[]): ValType[] | undefined {
  const types = [...params];
  const runs = decoder.locals(params.length);
  for (let i = 0; i < runs.length; i += 2) {
    if (types.length + runs[i]! > MAX_LOCALS) return undefined;
    for (let n = runs[i]!; n > 0; n--) types.push(runs[i + 1]!);
  }
  return types;
}

/** A function's body, the types of its parameters, and how many instructions would be cheaper: of all, and of those in loops. */
export interface Subject {
  readonly body: Span;
  readonly params: readonly ValType[];
  readonly paying: number;
  readonly repeated: number;
}

/**
 * What is known of the integers that a function computes: for each instruction, by its offset from the start of the
 * body, bits of its result: UNSIGNED, SIGNED (an i64 is that extension of its low word; an i32 with both is not
 * negative). Undefined where nothing is known.
 */
export function analyse(
  context: RangeContext,
  decoder: BodyDecoder,
  { body, params, paying, repeated }: Subject,
): Uint8Array | undefined {
  const size = body.end - body.start;
  if (size > MAX_SIZE || (size > SMALL ? repeated : paying) * SPARSE < size) return undefined;
  const types = localTypes(decoder.start(body), params);
  if (!types?.includes(I64)) return undefined;
  const survey = new Survey();
  decoder.run(survey);
  if (!survey.narrow && repeated * SPARSE < size) return undefined;
  const followed = { types, ...survey.follow(types) };
  if (followed.count > MAX_FOLLOWED) return undefined;
  const pass = new RangePass(context, followed, body.start, size);
  while (pass.begin(params.length)) {
    decoder.start(body).locals(params.length);
    pass.run(decoder);
  }
  return pass.failed ? undefined : pass.outcome;
}
