// The errors of the binary format, one factory each.

import { malformed, overLimit, unsupported } from "../base/index.ts";

const hex = (n: number) => `0x${n.toString(16).padStart(2, "0")}`;

export const badOpcode = (offset: number, code: number) =>
  malformed("bad-opcode", `illegal opcode ${hex(code)}`, { offset });
export const featureOff = (offset: number, what: string, feature: string) =>
  unsupported("feature-off", `${what} needs the feature "${feature}", which is off`, { offset });
export const featureUnbuilt = (offset: number, feature: string) =>
  unsupported(`${feature}-unsupported`, `${feature === "simd" ? "SIMD" : feature} is not supported yet`, { offset });
export const badValType = (offset: number, byte: number) =>
  malformed("bad-value-type", `malformed value type ${hex(byte)}`, { offset });
export const badRefType = (offset: number, byte: number) =>
  malformed("bad-reference-type", `malformed reference type ${hex(byte)}`, { offset });
export const tooManyLocals = (offset: number, count: number) =>
  overLimit("too-many-locals", "too many locals", { offset, found: String(count) });
export const trailingCode = (offset: number) =>
  malformed("trailing-code", "END opcode expected: the body does not end with its bytes", { offset });
export const missingEnd = (offset: number) =>
  malformed("missing-end", "END opcode expected, unexpected end of section or function", { offset });
export const badMemarg = (offset: number) => malformed("bad-memarg", "malformed memop flags", { offset });
export const zeroByteExpected = (offset: number) =>
  malformed("zero-byte-expected", "zero byte expected", { offset });
export const badCatch = (offset: number, byte: number) =>
  malformed("bad-catch", `malformed catch clause ${hex(byte)}`, { offset });
export const hugeBody = (offset: number, size: number) =>
  overLimit("body-too-large", "function body too large", { offset, found: `${size} bytes` });
