// BufferSource: bytes out of an ArrayBuffer (shared ones too) or a view of any type, at its offset.

import { notBytes } from "./errors.ts";

/** The bytes themselves, not a copy; `undefined` for a value that is no BufferSource. */
export function bytesOf(value: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return isBuffer(value) ? new Uint8Array(value) : undefined;
}

/**
 * A copy, so that nobody changes the bytes under the compiler.
 * @throws TypeError
 */
export function stableBytes(value: unknown, where: string): Uint8Array {
  const bytes = bytesOf(value);
  if (bytes === undefined) throw notBytes(where, value);
  return bytes.slice();
}

function isBuffer(value: unknown): value is ArrayBuffer {
  if (typeof value !== "object" || value === null) return false;
  return (
    hasSlot(ArrayBuffer.prototype, value) ||
    (typeof SharedArrayBuffer === "function" && hasSlot(SharedArrayBuffer.prototype, value))
  );
}

/** Whether the `byteLength` getter accepts the value: buffers of other realms pass, imitations do not. */
function hasSlot(prototype: object, value: object): boolean {
  const getter = Object.getOwnPropertyDescriptor(prototype, "byteLength")!.get!;
  try {
    getter.call(value);
    return true;
  } catch {
    return false;
  }
}
