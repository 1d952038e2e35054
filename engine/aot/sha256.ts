// SHA-256 (FIPS 180-4): guards serialized modules. Own code, since WebCrypto is asynchronous and often missing.

/** The first 32 bits of the fractional parts of the roots of the first primes. */
function fractions(count: number, root: (n: number) => number): Int32Array {
  const words = new Int32Array(count);
  for (let n = 2, found = 0; found < count; n++)
    if (isPrime(n)) words[found++] = ((root(n) % 1) * 2 ** 32) | 0;
  return words;
}

function isPrime(n: number): boolean {
  for (let i = 2; i * i <= n; i++) if (n % i === 0) return false;
  return true;
}

const ROUNDS = 64;
const BLOCK = 64;

/** The hash of bytes, 32 bytes long. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const state = fractions(8, Math.sqrt);
  const constants = fractions(ROUNDS, Math.cbrt);
  const schedule = new Int32Array(ROUNDS);
  const whole = bytes.length - (bytes.length % BLOCK);
  const mix = (block: DataView, from: number) => mixBlock(block, from, state, constants, schedule);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < whole; at += BLOCK) mix(view, at);
  const rest = padded(bytes, whole);
  for (let at = 0; at < rest.byteLength; at += BLOCK) mix(rest, at);
  const hash = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => {
    hash.setInt32(i * 4, word);
  });
  return new Uint8Array(hash.buffer);
}

/** What is left after the whole blocks, a one bit, zeros, and the length in bits. */
function padded(bytes: Uint8Array, from: number): DataView {
  const left = bytes.length - from;
  const block = new Uint8Array(left + 9 > BLOCK ? 2 * BLOCK : BLOCK);
  block.set(bytes.subarray(from));
  block[left] = 0x80;
  const view = new DataView(block.buffer);
  view.setUint32(block.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(block.length - 4, (bytes.length << 3) >>> 0);
  return view;
}

const rotate = (word: number, by: number) => (word >>> by) | (word << (32 - by));

function mixBlock(
  block: DataView,
  from: number,
  state: Int32Array,
  constants: Int32Array,
  w: Int32Array,
): void {
  for (let i = 0; i < 16; i++) w[i] = block.getInt32(from + i * 4);
  for (let i = 16; i < ROUNDS; i++) {
    const x = w[i - 15]!;
    const y = w[i - 2]!;
    const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3);
    const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10);
    w[i] = w[i - 16]! + s0 + w[i - 7]! + s1;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let i = 0; i < ROUNDS; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + constants[i]! + w[i]!) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    state[i] = state[i]! + word;
  });
}
