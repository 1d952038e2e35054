// Accessors: functions of an instance that read and write its memory, for code that V8 has not optimised. There a method
// of the DataView is a property load and a call of a slow builtin; V8 optimises the accessor after a few thousand calls,
// and calling it is three times as fast (RATIONALE.md). In loops accesses stand where they are, for these are optimised first; so do
// those of floats, which a call that is not inlined would box.

import type { ValidModule } from "../validate/index.ts";

/** By operation: the function's name, and its method of the view. */
export const ACCESSORS = {
  load8_s: ["get8s", "getInt8(a)"],
  load8_u: ["get8", "getUint8(a)"],
  load16_s: ["get16s", "getInt16(a,true)"],
  load16_u: ["get16", "getUint16(a,true)"],
  load32: ["get32", "getInt32(a,true)"],
  store8: ["set8", "setInt8(a,x)"],
  store16: ["set16", "setInt16(a,x,true)"],
  store32: ["set32", "setInt32(a,x,true)"],
} as const;

export type AccessorName = keyof typeof ACCESSORS;

const NAMES: ReadonlySet<string> = new Set(Object.values(ACCESSORS).map(([name]) => name));

export const isAccessor = (name: string): boolean => NAMES.has(name);

/** In modules with less code, in bytes, V8 comes to optimise what matters soon enough. */
const FROM = 2_500_000;

/** Modules with much code and one memory have accessors. */
export const hasAccessors = ({ memories, def }: ValidModule): boolean =>
  memories.length === 1 && def.code.reduce((size, { start, end }) => size + end - start, 0) >= FROM;

/** Their names, and their declarations in a factory; `viewKey` is the field of the memory's holder. */
export function accessors(viewKey: string): { names: readonly string[]; text: string } {
  const declare = ([name, method]: readonly [string, string]) =>
    method.startsWith("get")
      ? `function ${name}(a){return V0.${viewKey}.${method};}\n`
      : `function ${name}(a,x){V0.${viewKey}.${method};}\n`;
  return { names: [...NAMES], text: Object.values(ACCESSORS).map(declare).join("") };
}

/** The template of a call. */
export function accessorTemplate(name: AccessorName): string {
  const [callee, method] = ACCESSORS[name];
  return method.startsWith("get") ? `${callee}({1})` : `${callee}({1},{1})`;
}
