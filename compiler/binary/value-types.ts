// Value types (5.3): the one-byte forms the compiler runs; those of later proposals are refused by name.

import type { Features, Reader } from "../base/index.ts";
import type { ValType } from "../model/index.ts";
import { badValType, featureOff, featureUnbuilt } from "./errors.ts";

/** Bytes that begin a type of a proposal that is not built. */
const UNBUILT_TYPES: Record<number, "simd" | "function-references" | "gc"> = {
  123: "simd",
  99: "function-references", // (ref null ht)
  100: "function-references", // (ref ht)
  106: "gc", // arrayref
  107: "gc", // structref
  108: "gc", // i31ref
  109: "gc", // eqref
  110: "gc", // anyref
  113: "gc", // nullref
  114: "gc", // nullexternref
  115: "gc", // nullfuncref
};

/**
 * Reads a value type of one byte (5.3.4).
 * @throws MortiseError `bad-value-type`, `feature-off`, `simd-unsupported`, `gc-unsupported`, …
 */
export function readValType(reader: Reader, features: Features): ValType {
  const offset = reader.pos;
  const byte = reader.u8();
  checkValType(byte, offset, features);
  return byte;
}

/** Refuses a byte, read at `offset`, that is not a value type under these features. */
export function checkValType(byte: number, offset: number, features: Features): void {
  if (byte <= 0x7f && byte >= 0x7c) return;
  if (byte === 0x70 || byte === 0x6f) {
    if (!features.has("reference-types")) throw featureOff(offset, "a reference type", "reference-types");
  } else if (byte === 0x69) {
    if (!features.has("exceptions")) throw featureOff(offset, "exnref", "exceptions");
  } else {
    const proposal = UNBUILT_TYPES[byte];
    throw proposal === undefined ? badValType(offset, byte) : featureUnbuilt(offset, proposal);
  }
}
