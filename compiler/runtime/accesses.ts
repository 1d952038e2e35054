// Helpers of generated code: what a typed array does not have, being out of bounds or not aligned. The RangeError of
// the DataView is the trap. Values that do not fit are stored like the arrays do.

import { f32_load, f32_store } from "./floats.ts";
import type { Memory } from "./store.ts";

export const load8_at = (memory: Memory, address: number): number => memory.arrays().v.getUint8(address);
export const load16_at = (memory: Memory, address: number): number =>
  memory.arrays().v.getUint16(address, true);
export const load32_at = (memory: Memory, address: number): number =>
  memory.arrays().v.getInt32(address, true);
export const load_f32_at = (memory: Memory, address: number): number => f32_load(memory.arrays().v, address);
export const load_f64_at = (memory: Memory, address: number): number =>
  memory.arrays().v.getFloat64(address, true);
export const store8_at = (memory: Memory, address: number, value: number): void =>
  memory.arrays().v.setInt8(address, value);
export const store16_at = (memory: Memory, address: number, value: number): void =>
  memory.arrays().v.setInt16(address, value, true);
export const store32_at = (memory: Memory, address: number, value: number): void =>
  memory.arrays().v.setInt32(address, value, true);
export const store_f32_at = (memory: Memory, address: number, value: number): void =>
  f32_store(memory.arrays().v, address, value);
export const store_f64_at = (memory: Memory, address: number, value: number): void =>
  memory.arrays().v.setFloat64(address, value, true);
