// C strings in a program's memory.

import type { Memory } from "../api/index.ts";

/** The string at an address, up to its zero. */
export function readString({ buffer }: Memory, address: number): string {
  const bytes = new Uint8Array(buffer);
  const end = bytes.indexOf(0, address);
  return new TextDecoder().decode(bytes.slice(address, end < 0 ? bytes.length : end));
}

/** Writes a string and its zero, in memory that `malloc` gives. */
export function writeString(memory: Memory, malloc: (size: number) => number, text: string): number {
  const bytes = new TextEncoder().encode(`${text}\0`);
  const address = malloc(bytes.length);
  if (address !== 0) new Uint8Array(memory.buffer).set(bytes, address);
  return address;
}
