// base/: what every room stands on. Bytes in (reader) and out (writer), names (utf8), bytes as text (base64), data as JavaScript (quoted), the error class (errors),
// every maximum (limits), the switches (features), and the version. Knows nothing of WebAssembly's structure.

export { decode64, encode64 } from "./base64.ts";
export * from "./errors.ts";
export * from "./features.ts";
export * from "./limits.ts";
export { quoted } from "./quoted.ts";
export { Reader } from "./reader.ts";
export { decodeUtf8, encodeUtf8 } from "./utf8.ts";
export { VERSION } from "./version.ts";
export { Writer } from "./writer.ts";
