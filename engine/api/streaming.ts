// The WebAssembly Web API: bytes out of a Response.

import { describe } from "../host/index.ts";
import { notOk, notResponse, wrongMime } from "./errors.ts";

/**
 * The bytes of a response of type application/wasm, parameters not allowed.
 * @throws TypeError, and what the promise or the body is rejected with
 */
export async function responseBytes(source: unknown, where: string): Promise<Uint8Array> {
  const response: unknown = await source;
  if (!isResponse(response)) throw notResponse(where, response);
  const mime = response.headers.get("Content-Type");
  if (mime === null || stripBlanks(mime).toLowerCase() !== "application/wasm") throw wrongMime(where, mime);
  if (!response.ok) throw notOk(where, response.status);
  return new Uint8Array(await response.arrayBuffer());
}

const stripBlanks = (text: string) => text.replace(/^[\t ]+|[\t ]+$/g, "");

/** Responses of fetch polyfills and of other realms count too. */
function isResponse(value: unknown): value is Response {
  return describe(value) === "an object" && Object.prototype.toString.call(value) === "[object Response]";
}
