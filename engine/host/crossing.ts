// Exceptions at the border between JavaScript and wasm. Inside wasm, what JavaScript threw is an `Exception` with the tag
// JSTag (as the JS API has it), so that everything else which flies is a trap or exhaustion, and no wasm code catches it.

import { Exception, RuntimeError } from "../../compiler/runtime/index.ts";
import { InterruptError } from "./errors.ts";
import { exceptionOf } from "./slots.ts";
import { JS_TAG } from "./tag.ts";

/** Traps that JavaScript has seen: passing through it does not make them catchable. */
const traps = /* @__PURE__ */ new WeakSet<object>();

/** What a DataView says of an access outside of it, in this JavaScript engine; probed when first needed. */
let boundsMessages: ReadonlySet<string> | undefined;

/** Finds out the messages of DataView's RangeErrors, so that a trap can be told from other RangeErrors. */
export function probeBounds(): ReadonlySet<string> {
  if (boundsMessages !== undefined) return boundsMessages;
  const view = new DataView(new ArrayBuffer(8));
  const accesses = [4, 8, 0xffff_ffff, -1, -5, 2 ** 33].flatMap((at) => [
    () => view.getUint8(at + 4),
    () => view.getInt32(at + 1, true),
    () => view.getFloat64(at + 1, true),
    () => view.setInt8(at + 4, 0),
    () => view.setInt32(at + 1, 0, true),
    () => view.setFloat64(at + 1, 0, true),
  ]);
  boundsMessages = new Set(accesses.map(messageOf));
  return boundsMessages;
}

function messageOf(access: () => unknown): string {
  try {
    access();
  } catch (error) {
    if (error instanceof RangeError) return error.message;
  }
  return "Offset is outside the bounds of the DataView";
}

/** What JavaScript gets of an error that left wasm. `face` makes the JS API's object of a wasm exception. */
export function outward(error: unknown, face: (exception: Exception) => object): unknown {
  if (error instanceof Exception) return error.tag === JS_TAG ? error.payload[0] : face(error);
  const trap = error instanceof RangeError && probeBounds().has(error.message) ? boundsTrap(error) : error;
  if (trap instanceof RuntimeError || trap instanceof InterruptError || isExhaustion(trap)) traps.add(trap);
  return trap;
}

/** Firefox has an error class of its own for it. Other errors without `hosted` come from converting arguments. */
const isExhaustion = (error: unknown): error is Error =>
  error instanceof RangeError || (error instanceof Error && error.name === "InternalError");

/** The trap that a DataView noticed, with the stack of where it did. */
function boundsTrap(cause: RangeError): Error {
  const trap = new RuntimeError("out of bounds memory access");
  const frames = cause.stack?.split("\n").slice(1).join("\n");
  Object.defineProperty(trap, "stack", {
    value: `RuntimeError: ${trap.message}\n${frames ?? ""}`,
    writable: true,
    configurable: true,
  });
  return trap;
}

/** What wasm gets of an error that left JavaScript. */
export function inward(error: unknown): unknown {
  const exception = exceptionOf(error);
  if (exception !== undefined) return exception;
  if (typeof error === "object" && error !== null && traps.has(error)) return error;
  return new Exception(JS_TAG, [error]);
}

/** Is this, inside wasm, something that wasm must not catch? */
export function isTrap(error: unknown): boolean {
  return !(error instanceof Exception);
}
