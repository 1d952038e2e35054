// A cursor over bytes: LEB128 integers, floats as bits, names (spec 5.2). Knows nothing of modules.

import { badUtf8, integerTooLarge, integerTooLong, unexpectedEnd } from "./errors.ts";
import { decodeUtf8 } from "./utf8.ts";

export class Reader {
  bytes: Uint8Array;
  /** Offset of the next byte, from the start of `bytes`. */
  pos: number;
  /** First offset that must not be read. */
  end: number;
  /** High word of the last `s64` or `u64`. */
  high = 0;

  constructor(bytes: Uint8Array, pos = 0, end = bytes.length) {
    this.bytes = bytes;
    this.pos = pos;
    this.end = end;
  }

  /** Goes on with other bytes, as a new one would. */
  open(bytes: Uint8Array, pos: number, end: number): void {
    this.bytes = bytes;
    this.pos = pos;
    this.end = end;
  }

  get done(): boolean {
    return this.pos >= this.end;
  }

  u8(): number {
    if (this.pos >= this.end) throw unexpectedEnd(this.pos);
    return this.bytes[this.pos++]!;
  }

  /** Unsigned LEB128 of at most 32 bits. */
  u32(): number {
    const pos = this.pos;
    if (pos < this.end) {
      const byte = this.bytes[pos]!;
      if (byte < 0x80) {
        this.pos = pos + 1;
        return byte;
      }
    }
    return this.longU32();
  }

  private longU32(): number {
    const start = this.pos;
    if (start + 1 < this.end) {
      const second = this.bytes[start + 1]!;
      if (second < 0x80) {
        this.pos = start + 2;
        return (this.bytes[start]! & 0x7f) | (second << 7);
      }
    }
    let result = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8();
      if (shift === 28 && byte > 0x0f) throw byte & 0x80 ? integerTooLong(start) : integerTooLarge(start);
      result |= (byte & 0x7f) << shift;
      if (byte < 0x80) return result >>> 0;
    }
    throw integerTooLong(start);
  }

  /** Signed LEB128 of at most 32 bits. */
  s32(): number {
    const { pos, bytes } = this;
    if (pos + 2 < this.end) {
      // Most are of one to three bytes.
      const first = bytes[pos]!;
      if (first < 0x80) return this.signed(pos + 1, first, 25);
      const two = (first & 0x7f) | (bytes[pos + 1]! << 7);
      if (two < 1 << 14) return this.signed(pos + 2, two, 18);
      const three = (two & 0x3fff) | (bytes[pos + 2]! << 14);
      if (three < 1 << 21) return this.signed(pos + 3, three, 11);
    }
    return this.longS32();
  }

  private signed(end: number, value: number, above: number): number {
    this.pos = end;
    return (value << above) >> above;
  }

  private longS32(): number {
    const start = this.pos;
    let result = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8();
      if (shift === 28) {
        if (byte & 0x80) throw integerTooLong(start);
        const sign = byte & 0x78;
        if (sign !== 0 && sign !== 0x78) throw integerTooLarge(start);
      }
      result |= (byte & 0x7f) << shift;
      if (byte < 0x80) return shift < 28 && byte & 0x40 ? result | (-1 << (shift + 7)) : result;
    }
    throw integerTooLong(start);
  }

  /** Signed LEB128 of at most 33 bits (block types), as a double. */
  s33(): number {
    const start = this.pos;
    let result = 0;
    let factor = 1;
    for (let count = 0; count < 5; count++) {
      const byte = this.u8();
      if (count === 4) {
        if (byte & 0x80) throw integerTooLong(start);
        const sign = byte & 0x70;
        if (sign !== 0 && sign !== 0x70) throw integerTooLarge(start);
      }
      result += (byte & 0x7f) * factor;
      factor *= 128;
      if (byte < 0x80) return byte & 0x40 ? result - factor : result;
    }
    throw integerTooLong(start);
  }

  /** Signed LEB128 of at most 64 bits: returns the low word, leaves the high one in `high`. */
  s64(): number {
    const start = this.pos;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.u8();
      if (shift === 63) {
        if (byte & 0x80) throw integerTooLong(start);
        if (byte !== 0 && byte !== 0x7f) throw integerTooLarge(start);
      }
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) return this.extend64(low, high, shift + 7, (byte & 0x40) !== 0);
    }
    throw integerTooLong(start);
  }

  private extend64(low: number, high: number, width: number, negative: boolean): number {
    if (negative && width < 64) {
      if (width < 32) low |= -1 << width;
      high |= width <= 32 ? -1 : -1 << (width - 32);
    }
    this.high = high | 0;
    return low | 0;
  }

  /** Unsigned LEB128 of at most 64 bits, as a double (exact below 2^53). */
  u64(): number {
    const start = this.pos;
    let result = 0;
    let factor = 1;
    for (let count = 0; count < 10; count++) {
      const byte = this.u8();
      if (count === 9 && byte > 1) throw byte & 0x80 ? integerTooLong(start) : integerTooLarge(start);
      result += (byte & 0x7f) * factor;
      factor *= 128;
      if (byte < 0x80) return result;
    }
    throw integerTooLong(start);
  }

  /** Four little-endian bytes as a signed word. */
  word(): number {
    if (this.pos + 4 > this.end) throw unexpectedEnd(this.end);
    const { bytes, pos } = this;
    this.pos = pos + 4;
    return bytes[pos]! | (bytes[pos + 1]! << 8) | (bytes[pos + 2]! << 16) | (bytes[pos + 3]! << 24);
  }

  /** A `vec(byte)` in UTF-8 (spec 5.2.4). */
  name(): string {
    const length = this.u32();
    const start = this.pos;
    this.skip(length);
    const text = decodeUtf8(this.bytes, start, this.pos);
    if (text === undefined) throw badUtf8(start);
    return text;
  }

  skip(count: number): void {
    if (count > this.end - this.pos) throw unexpectedEnd(this.end);
    this.pos += count;
  }
}
