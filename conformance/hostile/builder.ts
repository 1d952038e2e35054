// Large and twisted binaries, written byte by byte. Knows sections and LEB128, not what the modules are for.

import { Writer } from "../../compiler/base/index.ts";

/** Writes the content of a section, a body or a module. */
export type Write = (out: Writer) => void;

export function written(write: Write): Uint8Array {
  const out = new Writer();
  write(out);
  return out.finish();
}

const PREAMBLE = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);

/** A module of sections given as id and content. */
export const binary = (...sections: readonly (readonly [id: number, content: Write])[]): Uint8Array =>
  written((out) => {
    out.raw(PREAMBLE);
    for (const [id, content] of sections) out.u8(id).sized(written(content));
  });

/** `count` items of a vector. */
export const times =
  (count: number, item: (out: Writer, index: number) => void): Write =>
  (out) => {
    out.u32(count);
    for (let i = 0; i < count; i++) item(out, i);
  };

/** Bytes as they are. */
export const raw =
  (...bytes: number[]): Write =>
  (out) =>
    void out.raw(Uint8Array.from(bytes));

export const BLOCK = 0x02;
export const LOOP = 0x03;
export const IF = 0x04;
export const END = 0x0b;
export const EMPTY = 0x40;
const VOID_TYPE = raw(1, 0x60, 0, 0);
const ONE_FUNCTION = raw(1, 0);
const EXPORTED = raw(1, 1, 0x66, 0, 0); // "f"

/** A module whose one function, of type () → () and exported as `f`, has these locals and instructions. */
export const oneBody = (code: Write, locals: Write = raw(0)): Uint8Array =>
  binary(
    [1, VOID_TYPE],
    [3, ONE_FUNCTION],
    [7, EXPORTED],
    [
      10,
      (out) =>
        out.u32(1).sized(
          written((body) => {
            locals(body);
            code(body);
            body.u8(END);
          }),
        ),
    ],
  );

/** The sections of a module around others: one module section with these. */
export const moduleSection = (...modules: Uint8Array[]): readonly [number, Write] => [
  14,
  (out) => {
    out.u32(modules.length);
    for (const module of modules) out.sized(module);
  },
];

/** An instance section that instantiates a module `count` times, without arguments. */
export const instances = (module: number, count: number): readonly [number, Write] => [
  15,
  times(count, (out) => void out.u8(0).u32(module).u32(0)),
];

/** An alias section with one alias of module `index` of the parent. */
export const outerModule = (index: number): readonly [number, Write] => [
  16,
  (out) => void out.u32(1).u8(1).u32(0).u8(5).u32(index),
];
