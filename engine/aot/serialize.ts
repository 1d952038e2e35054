// Modules as bytes: generated source, plan and data, so that a worker or a later run need not compile again. Bytes of
// another version, or that were changed, are refused.
//
//     magic · length of the header · hash of what follows · header (JSON) · source · data segments and custom sections

import { decodeUtf8, encodeUtf8, VERSION } from "../../compiler/base/index.ts";
import {
  evaluate,
  type GeneratedTree,
  type ModuleInfo,
  moduleObject,
  offered,
  type OnCode,
  type Recipe,
} from "../instantiate/index.ts";
import type { Plan } from "../plan/index.ts";
import { notSerializable, notSerialized, otherVersion, tampered } from "./errors.ts";
import { sha256 } from "./sha256.ts";

/** "mortise" and a zero byte. */
const MAGIC = /* @__PURE__ */ Uint8Array.of(0x6d, 0x6f, 0x72, 0x74, 0x69, 0x73, 0x65, 0);
const HASH_AT = 12;
const HEADER_AT = 44;

interface Header {
  readonly version: string;
  readonly plan: Plan;
  /** Lengths of what follows the header: the source, then for each module its segments and its custom sections. */
  readonly source: number;
  readonly modules: readonly ModuleLengths[];
}

interface ModuleLengths {
  readonly usesLinking: boolean;
  readonly data: readonly number[];
  readonly customs: readonly (readonly [name: string, length: number])[];
}

/**
 * The bytes of a module: one that an engine with JavaScript cores compiled, or the `module` of ahead-of-time output.
 * @throws TypeError for any other value, and for a module that captured modules of its surroundings
 */
export function serialize(module: unknown): Uint8Array {
  const handover = offered(module);
  if (handover === undefined) throw notSerializable("only a module with JavaScript cores can be serialized");
  if (handover.id !== 0) throw notSerializable("the module was made inside another; serialize that one");
  return bytesOf(handover.recipe);
}

function bytesOf(recipe: Recipe): Uint8Array {
  const source = encodeUtf8(recipe.source());
  const blobs: Uint8Array[] = [source];
  const modules = recipe.plan.modules.map((_, id) => lengthsOf(recipe, id, blobs));
  const header: Header = { version: VERSION, plan: recipe.plan, source: source.length, modules };
  const text = encodeUtf8(JSON.stringify(header));
  const size = blobs.reduce((sum, { length }) => sum + length, HEADER_AT + text.length);
  const bytes = new Uint8Array(size);
  bytes.set(MAGIC);
  new DataView(bytes.buffer).setUint32(MAGIC.length, text.length, true);
  let at = HEADER_AT;
  for (const blob of [text, ...blobs]) {
    bytes.set(blob, at);
    at += blob.length;
  }
  bytes.set(sha256(bytes.subarray(HEADER_AT)), HASH_AT);
  return bytes;
}

function lengthsOf(recipe: Recipe, id: number, blobs: Uint8Array[]): ModuleLengths {
  const { usesLinking, customs } = recipe.info(id);
  const data = recipe.data(id);
  blobs.push(...data, ...customs.map(([, content]) => content));
  return {
    usesLinking,
    data: data.map(({ length }) => length),
    customs: customs.map(([name, content]) => [name, content.length]),
  };
}

export interface DeserializeOptions {
  /** Sees generated source before it is evaluated, as the option of `createEngine` does. */
  readonly onCode?: OnCode | undefined;
}

/**
 * The module of bytes that `serialize` made: every engine with JavaScript cores takes it where a `Module` is asked
 * for. Its source is evaluated when it is first instantiated, so the bytes must come from who may run code here: the
 * hash tells damage, not malice.
 * @throws TypeError for bytes of another version, damaged bytes, and any other bytes
 */
export function deserialize(bytes: Uint8Array, { onCode }: DeserializeOptions = {}): object {
  const { header, rest } = opened(bytes);
  const recipe = recipeOf(header, new Blobs(rest), onCode);
  return moduleObject({ recipe, id: 0, captures: [] });
}

function opened(bytes: Uint8Array): { header: Header; rest: Uint8Array } {
  if (bytes.length < HEADER_AT || MAGIC.some((byte, i) => bytes[i] !== byte)) throw notSerialized();
  const hash = sha256(bytes.subarray(HEADER_AT));
  if (hash.some((byte, i) => bytes[HASH_AT + i] !== byte)) throw tampered();
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const end = HEADER_AT + view.getUint32(MAGIC.length, true);
  if (end > bytes.length) throw tampered();
  const header = JSON.parse(textOf(bytes.subarray(HEADER_AT, end))) as Header;
  if (header.version !== VERSION) throw otherVersion(header.version, VERSION);
  return { header, rest: bytes.subarray(end) };
}

function textOf(bytes: Uint8Array): string {
  const text = decodeUtf8(bytes, 0, bytes.length);
  if (text === undefined) throw tampered();
  return text;
}

/** Takes blobs off one after the other. */
class Blobs {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  next(length: number): Uint8Array {
    return this.bytes.subarray(this.at, (this.at += length));
  }
}

function recipeOf({ plan, source, modules }: Header, blobs: Blobs, onCode: OnCode | undefined): Recipe {
  const text = blobs.next(source);
  const contents = modules.map(({ usesLinking, data, customs }) => ({
    data: data.map((length) => blobs.next(length)),
    info: infoOf(
      usesLinking,
      customs.map(([name, length]) => [name, blobs.next(length)]),
    ),
  }));
  const code = () => textOf(text);
  let evaluated: ((support: object) => unknown) | undefined;
  return {
    plan,
    metered: false,
    source: code,
    generate(support, options) {
      if (options.onCode !== undefined) return evaluate(code(), options.onCode)(support) as GeneratedTree;
      return (evaluated ??= evaluate(code(), onCode))(support) as GeneratedTree;
    },
    data: (id) => contents[id]!.data,
    info: (id) => contents[id]!.info,
  };
}

const infoOf = (usesLinking: boolean, customs: ModuleInfo["customs"]): ModuleInfo => ({
  usesLinking,
  customs,
});
