// Decisions from a run of bytes, as fast-check makes and shrinks it: fewer or smaller bytes make a smaller module. Behind
// the last byte everything is the first choice, which generators make the simplest.

export class Choices {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** How many bytes are left: generators stop growing when there are none. */
  get left(): number {
    return Math.max(0, this.bytes.length - this.at);
  }

  byte(): number {
    return this.bytes[this.at++] ?? 0;
  }

  /** An integer from 0 to `count` - 1; `count` up to 65,536. */
  below(count: number): number {
    if (count <= 1) return 0;
    return count <= 256 ? this.byte() % count : (this.byte() * 256 + this.byte()) % count;
  }

  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** True in `percent` of all cases, and never behind the last byte. */
  chance(percent: number): boolean {
    return this.byte() >= 256 - percent * 2.56;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** One of a weighted list: `[weight, item]`. */
  weighted<T>(list: readonly (readonly [number, T])[]): T {
    let rest = this.below(list.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, item] of list) {
      if (rest < weight) return item;
      rest -= weight;
    }
    return list[0]![1];
  }

  /** 32 bits, as a signed number. */
  word(): number {
    return this.byte() | (this.byte() << 8) | (this.byte() << 16) | (this.byte() << 24);
  }
}

/** A stream of numbers below a bound from a seed: the same everywhere (mulberry32). */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** A number made of a number and a text, for streams that must not depend on one another (FNV-1a). */
export function hashOf(seed: number, text: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
