// Instructions and loops for the modules of the suites, as lists of bytes.
import { signed, unsigned } from "./assemble.ts";

export const get = (local: number): number[] => [0x20, ...unsigned(local)];
export const set = (local: number): number[] => [0x21, ...unsigned(local)];
export const constant = (value: number): number[] => [0x41, ...signed(value)];
export const call = (index: number): number[] => [0x10, ...unsigned(index)];
export const globalGet = (index: number): number[] => [0x23, ...unsigned(index)];
export const globalSet = (index: number): number[] => [0x24, ...unsigned(index)];

export const ADD = 0x6a;
export const XOR = 0x73;
export const DROP = 0x1a;
const LT_U = 0x49;
const LOOP = [0x03, 0x40];
const BR_IF = 0x0d;
const END = 0x0b;

/** Repeats code while the counter local, counted up from where it stands, is below the limit local; at least once. */
export function repeat(counter: number, limit: number, code: readonly number[]): number[] {
  const count = [...get(counter), ...constant(1), ADD, 0x22, ...unsigned(counter)];
  return [...LOOP, ...code, ...count, ...get(limit), LT_U, BR_IF, 0x00, END];
}
