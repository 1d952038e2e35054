// Single modules kept in a folder whole, by what they were compiled from. A file is the hash it is named by, and the module
// as `serialize` writes it.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { VERSION } from "../../compiler/base/index.ts";
import { type DeserializeOptions, deserialize, serialize } from "../aot/index.ts";
import { createEngine, type EngineOptions, hostTarget } from "../api/index.ts";
import { writeWhole } from "./entry-file.ts";

/** What can change the code of a module, or whether it is accepted. */
const DECIDING = ["features", "encoding", "strict", "limits", "optimizations"] as const;

export interface CacheOptions
  extends Pick<EngineOptions, "target" | "onCode" | (typeof DECIDING)[number]>,
    DeserializeOptions {
  /** Made if it is not there. Code is read from it, so only who may run code here may write to it. */
  readonly folder: string;
}

/**
 * The module of a binary, from the folder or compiled and put there. Every engine with JavaScript cores takes it where a
 * `Module` is asked for. A file that is damaged, of another version or of another binary is replaced. A folder that cannot
 * be written saves no work, and is no error.
 * @throws CompileError for a binary that is not valid, which is not noted; TypeError for a wrong option
 */
export function compileCached(bytes: Uint8Array, options: CacheOptions): object {
  const key = keyOf(bytes, options);
  const file = join(options.folder, `${key.toString("hex")}.mortise`);
  return kept(file, key, options) ?? compileInto(file, key, bytes, options);
}

function keyOf(bytes: Uint8Array, options: CacheOptions): Buffer {
  const { target = "auto" } = options;
  const deciding = DECIDING.map((name) => options[name] ?? null);
  const text = JSON.stringify([VERSION, target === "auto" ? hostTarget() : target, ...deciding]);
  return createHash("sha256").update(`${text}\n`).update(bytes).digest();
}

/** Whatever is wrong with a file, it is as if it were not there. */
function kept(file: string, key: Buffer, options: DeserializeOptions): object | undefined {
  try {
    const content = readFileSync(file);
    if (!key.equals(content.subarray(0, key.length))) return undefined;
    return deserialize(content.subarray(key.length), options);
  } catch {
    return undefined;
  }
}

function compileInto(file: string, key: Buffer, bytes: Uint8Array, options: CacheOptions): object {
  const { onCode, ...rest } = options;
  const engine = createEngine(rest);
  const serialized = serialize(new engine.Module(bytes as BufferSource));
  writeWhole(file, [key, serialized]);
  return deserialize(serialized, { onCode });
}
