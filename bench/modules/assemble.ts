// A few words to write small wasm modules down as bytes, module linking included: what the suites measure must not depend on
// the text parser, which is measured itself.

type Bytes = readonly number[];

export const I32 = 0x7f;
export const I64 = 0x7e;
export const F32 = 0x7d;
export const F64 = 0x7c;
export const EXTERNREF = 0x6f;
export const FUNCREF = 0x70;

/** The kinds of imports, exports and arguments. */
export const FUNC = 0;
export const TABLE = 1;
export const MEMORY = 2;
export const INSTANCE = 6;

export function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

export function signed(value: number): number[] {
  const rest = value >> 7;
  const last = (rest === 0 && (value & 64) === 0) || (rest === -1 && (value & 64) !== 0);
  return last ? [value & 127] : [(value & 127) | 128, ...signed(rest)];
}

export function name(text: string): number[] {
  const bytes = [...new TextEncoder().encode(text)];
  return [...unsigned(bytes.length), ...bytes];
}

export function vector(items: readonly Bytes[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function section(id: number, items: readonly Bytes[]): number[] {
  const content = vector(items);
  return items.length === 0 ? [] : [id, ...unsigned(content.length), ...content];
}

/** A function type. */
export function signature(parameters: Bytes, results: Bytes): number[] {
  return [0x60, ...unsigned(parameters.length), ...parameters, ...unsigned(results.length), ...results];
}

export function exported(field: string, kind: number, index: number): number[] {
  return [...name(field), kind, ...unsigned(index)];
}

/** A two-level import; the description is the kind and what follows it. */
export function imported(module: string, field: string, description: Bytes): number[] {
  return [...name(module), ...name(field), ...description];
}

/** A function body: locals as pairs of count and type, then instructions without the last end. */
export function body(locals: readonly (readonly [number, number])[], code: Bytes): number[] {
  const content = [...vector(locals.map(([count, type]) => [...unsigned(count), type])), ...code, 0x0b];
  return [...unsigned(content.length), ...content];
}

/** An instance section's item: instantiates a module with instances by name. */
export function instantiated(module: number, args: readonly (readonly [string, number])[]): number[] {
  return [
    0x00,
    ...unsigned(module),
    ...vector(args.map(([field, index]) => exported(field, INSTANCE, index))),
  ];
}

/** An alias section's item: an export of an instance. */
export function aliased(instance: number, kind: number, field: string): number[] {
  return [0x00, ...unsigned(instance), kind, ...name(field)];
}

/** The parts of a module, in the order of the binary format; nested modules and instances come before the imports. */
export interface Parts {
  readonly types?: readonly Bytes[];
  readonly modules?: readonly Bytes[];
  readonly instances?: readonly Bytes[];
  readonly aliases?: readonly Bytes[];
  readonly imports?: readonly Bytes[];
  /** Type indices of the functions. */
  readonly functions?: readonly number[];
  readonly tables?: readonly Bytes[];
  readonly memories?: readonly Bytes[];
  readonly globals?: readonly Bytes[];
  readonly exports?: readonly Bytes[];
  readonly elements?: readonly Bytes[];
  readonly bodies?: readonly Bytes[];
}

/** The bytes of a module. */
export function assemble(parts: Parts): number[] {
  return [
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, parts.types ?? []),
    ...section(
      14,
      (parts.modules ?? []).map((module) => [...unsigned(module.length), ...module]),
    ),
    ...section(15, parts.instances ?? []),
    ...section(16, parts.aliases ?? []),
    ...section(2, parts.imports ?? []),
    ...section(3, (parts.functions ?? []).map(unsigned)),
    ...section(4, parts.tables ?? []),
    ...section(5, parts.memories ?? []),
    ...section(6, parts.globals ?? []),
    ...section(7, parts.exports ?? []),
    ...section(9, parts.elements ?? []),
    ...section(10, parts.bodies ?? []),
  ];
}

export function toBytes(module: readonly number[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(module);
}
