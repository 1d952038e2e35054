// The errors of the binary format, one factory each.

import { invalid, malformed, overLimit, unsupported } from "../base/index.ts";

const hex = (n: number) => `0x${n.toString(16).padStart(2, "0")}`;

export const badOpcode = (offset: number, code: number) =>
  malformed("bad-opcode", `illegal opcode ${hex(code)}`, { offset });
export const featureOff = (offset: number, what: string, feature: string) =>
  unsupported("feature-off", `${what} needs the feature "${feature}", which is off`, { offset });
export const featureUnbuilt = (offset: number, feature: string) =>
  unsupported(`${feature}-unsupported`, `${feature === "simd" ? "SIMD" : feature} is not supported yet`, {
    offset,
  });
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
export const moduleTooLarge = (size: number, limit: number) =>
  overLimit("module-too-large", "module too large", {
    offset: 0,
    expected: `at most ${limit} bytes`,
    found: `${size} bytes`,
  });
export const tooMuchCode = (offset: number, limit: number) =>
  overLimit("too-much-code", "too much code in one binary", { offset, expected: `at most ${limit} bytes` });
export const tooMany = (offset: number, what: string, count: number, limit: number) =>
  overLimit("too-many-items", `too many ${what}`, {
    offset,
    expected: `at most ${limit}`,
    found: String(count),
  });
export const nestedTooDeep = (offset: number, what: string, limit: number) =>
  overLimit("nested-too-deep", `${what} nested too deeply`, { offset, expected: `at most ${limit} levels` });
export const badMagic = (offset: number) => malformed("bad-magic", "magic header not detected", { offset });
export const badVersion = (offset: number, version: number) =>
  malformed("bad-version", "unknown binary version", { offset, expected: "1", found: hex(version) });
export const badSectionId = (offset: number, id: number) =>
  malformed("bad-section-id", `malformed section id ${id}`, { offset });
export const sectionOutOfOrder = (offset: number, name: string) =>
  malformed("section-out-of-order", `unexpected section: the ${name} section is out of order or repeated`, {
    offset,
  });
export const sectionTooLong = (offset: number, size: number) =>
  malformed("section-too-long", "length out of bounds: unexpected end", { offset, found: `${size} bytes` });
export const sectionSizeMismatch = (offset: number, end: number) =>
  malformed("section-size-mismatch", "section size mismatch", {
    offset,
    expected: `the section's end at offset ${end}`,
    found: `its content's end at offset ${offset}`,
  });
export const badTypeForm = (offset: number, byte: number) =>
  malformed("bad-type-form", `malformed type form ${hex(byte)}`, { offset });
export const badTypeDecl = (offset: number, byte: number) =>
  malformed("bad-type-declaration", `malformed definition ${hex(byte)} in a module or instance type`, {
    offset,
  });
export const importInInstanceType = (offset: number) =>
  malformed("import-in-instance-type", "an instance type cannot import", { offset });
export const badKind = (offset: number, what: string, byte: number) =>
  malformed("bad-kind", `malformed ${what} kind ${hex(byte)}`, { offset });
export const badTagAttribute = (offset: number, byte: number) =>
  malformed("bad-tag-attribute", `malformed tag attribute ${hex(byte)}`, { offset });
export const badLimits = (offset: number, byte: number) =>
  malformed("bad-limits-flags", `malformed limits flags ${hex(byte)}`, { offset });
export const badMutability = (offset: number, byte: number) =>
  malformed("bad-mutability", `malformed mutability ${hex(byte)}`, { offset });
export const badSegmentFlags = (offset: number, what: string, flags: number) =>
  malformed("bad-segment-flags", `malformed ${what} segment flags ${flags}`, { offset });
export const badElementKind = (offset: number, byte: number) =>
  malformed("bad-element-kind", `malformed element kind ${hex(byte)}`, { offset });
export const codeCountMismatch = (offset: number, functions: number, bodies: number) =>
  malformed("code-count-mismatch", "function and code section have inconsistent lengths", {
    offset,
    expected: `${functions} bodies`,
    found: String(bodies),
  });
export const dataCountMismatch = (offset: number, count: number, segments: number) =>
  malformed("data-count-mismatch", "data count and data section have inconsistent lengths", {
    offset,
    expected: `${count} segments`,
    found: String(segments),
  });
export const badInstanceForm = (offset: number, byte: number) =>
  malformed("bad-instance", `malformed instance ${hex(byte)}`, { offset });
export const badAlias = (offset: number, byte: number) =>
  malformed("bad-alias", `malformed alias ${hex(byte)}`, { offset });
export const cannotConvert = (offset: number, reason: string) =>
  invalid("cannot-convert-encoding", `this type has no form in the wasm-tools encoding: ${reason}`, {
    offset,
  });
