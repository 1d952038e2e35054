// UTF-8, strict in both directions: the spec refuses ill-formed names (5.2.4).

// Bare JavaScript engines have no such classes, but all have the functions for URIs, which are as strict.
const decoder =
  typeof TextDecoder === "undefined"
    ? uriDecoder()
    : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = typeof TextEncoder === "undefined" ? uriEncoder() : new TextEncoder();

function uriDecoder(): Pick<TextDecoder, "decode"> {
  const escaped = (byte: number) => `%${byte.toString(16).padStart(2, "0")}`;
  return { decode: (bytes) => decodeURIComponent(Array.from(bytes as Uint8Array, escaped).join("")) };
}

function uriEncoder(): Pick<TextEncoder, "encode"> {
  const LONE_SURROGATE = /[\ud800-\udfff]/gu;
  return {
    encode(text = "") {
      const escaped = encodeURIComponent(text.replace(LONE_SURROGATE, "\ufffd"));
      const codes = escaped.match(/%..|[^%]/g) ?? [];
      return Uint8Array.from(codes, (code) =>
        code.length === 3 ? Number.parseInt(code.slice(1), 16) : code.charCodeAt(0),
      );
    },
  };
}

/** Decodes `bytes[start, end)`; `undefined` when it is not well-formed UTF-8. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string | undefined {
  const short = end - start < 24 ? decodeAscii(bytes, start, end) : undefined;
  if (short !== undefined) return short;
  try {
    return decoder.decode(bytes.subarray(start, end));
  } catch {
    return undefined;
  }
}

/** Short ASCII names are most names, and for them a loop beats the decoder's set-up. */
function decodeAscii(bytes: Uint8Array, start: number, end: number): string | undefined {
  let text = "";
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    if (byte > 0x7f) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

/** Encodes a string; lone surrogates become U+FFFD, as in every web API. */
export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}
