// Values as literals: strings, integers and floats in the form that reads back to the same bits.

const PLAIN = /^[0-9A-Za-z!#$%&'*+\-./:<=>?@\\^_`|~]+$/;

const escapes = Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte);
  const plain = byte >= 0x20 && byte < 0x7f && char !== '"' && char !== "\\";
  return plain ? char : `\\${byte.toString(16).padStart(2, "0")}`;
});

/** Bytes as a string literal. */
export function bytesLiteral(bytes: Uint8Array, start: number, end: number): string {
  let text = '"';
  for (let at = start; at < end; at++) text += escapes[bytes[at]!];
  return `${text}"`;
}

// Control characters, quotes and backslashes must be escaped; the rest of Unicode stands as it is.
const SPECIAL = /["\\\u0000-\u001f\u007f]/g;

/** A name as a string literal. */
export const nameLiteral = (name: string): string =>
  `"${name.replace(SPECIAL, (char) => escapes[char.charCodeAt(0)]!)}"`;

/** A name that is not empty as an identifier: bare where it can be. */
export const idLiteral = (name: string): string => (PLAIN.test(name) ? `$${name}` : `$${nameLiteral(name)}`);

const view = new DataView(new ArrayBuffer(8));

/** The bits of an i64, as two words. */
export const i64Literal = (low: number, high: number): string =>
  high === low >> 31 ? String(low) : String((BigInt(high) << 32n) | BigInt(low >>> 0));

/** The shortest literal of an f32, from its bits. */
export function f32Literal(bits: number): string {
  view.setInt32(0, bits);
  const value = view.getFloat32(0);
  if (Number.isFinite(value)) return finite(value, () => shortestSingle(value));
  const payload = bits & 0x7fffff;
  return special(bits < 0, payload === 0, payload === 0x400000, payload.toString(16));
}

/** The shortest literal of an f64, from its words. */
export function f64Literal(low: number, high: number): string {
  view.setInt32(0, high);
  view.setInt32(4, low);
  const value = view.getFloat64(0);
  if (Number.isFinite(value)) return finite(value, () => String(value));
  const payload = (BigInt(high & 0xfffff) << 32n) | BigInt(low >>> 0);
  return special(high < 0, payload === 0n, payload === 1n << 51n, payload.toString(16));
}

function finite(value: number, shortest: () => string): string {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  return shortest();
}

function special(negative: boolean, infinite: boolean, canonical: boolean, payload: string): string {
  const word = infinite ? "inf" : canonical ? "nan" : `nan:0x${payload}`;
  return negative ? `-${word}` : word;
}

/** Nine digits always tell singles apart; fewer often do. */
function shortestSingle(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text);
  }
  return String(Number(value.toPrecision(9)));
}
