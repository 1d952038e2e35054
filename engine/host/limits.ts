// The members `initial` and `maximum` of memory and table descriptors.

import { outOfRange, wrongArgument } from "./errors.ts";
import { unsignedLong } from "./idl.ts";

export interface DescriptorLimits {
  readonly initial: number;
  readonly maximum: number | undefined;
}

/**
 * Reads both members, in WebIDL's order.
 * @throws TypeError if one is no unsigned long; RangeError if `maximum` is less than `initial`
 */
export function limitsOf(descriptor: Record<string, unknown>, where: string): DescriptorLimits {
  const first = descriptor["initial"];
  if (first === undefined) throw wrongArgument(where, "'initial'", "given", first);
  const initial = unsignedLong(first, where, "'initial'");
  const last = descriptor["maximum"];
  const maximum = last === undefined ? undefined : unsignedLong(last, where, "'maximum'");
  if (maximum !== undefined && maximum < initial)
    throw outOfRange(where, "'maximum'", `at least 'initial', ${initial}`, maximum);
  return { initial, maximum };
}
