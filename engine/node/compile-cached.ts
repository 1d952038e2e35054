// Single modules kept in a folder whole, by what they were compiled from. A file is the hash it is named by, and the module
// as `serialize` writes it.

import { type DeserializeOptions, deserialize, serialize } from "../aot/index.ts";
import { createEngine, type EngineOptions, hostTarget } from "../api/index.ts";
import { CacheFolder, type FolderOptions, keyFor } from "../cache/index.ts";

/** What can change the code of a module, or whether it is accepted. */
const DECIDING = ["features", "encoding", "strict", "limits", "optimizations"] as const;

export interface CacheOptions
  extends Pick<EngineOptions, "target" | "onCode" | (typeof DECIDING)[number]>,
    DeserializeOptions,
    FolderOptions {}

/**
 * The module of a binary, from the folder or compiled and put there. Every engine with JavaScript cores takes it where a
 * `Module` is asked for. A file that is damaged, of another version or of another binary is replaced. A folder that cannot
 * be written saves no work, and is no error.
 * @throws CompileError for a binary that is not valid, which is not noted; TypeError for a wrong option
 */
export function compileCached(bytes: Uint8Array, options: CacheOptions): object {
  const folder = new CacheFolder(options);
  const { target = "auto" } = options;
  const deciding = DECIDING.map((name) => options[name] ?? null);
  const key = keyFor([target === "auto" ? hostTarget() : target, ...deciding], bytes);
  return kept(folder, key, options) ?? compileInto(folder, key, bytes, options);
}

const nameOf = (key: Uint8Array): string => `${Buffer.from(key).toString("hex")}.mortise`;

/** Whatever is wrong with a file, it is as if it were not there. */
function kept(folder: CacheFolder, key: Uint8Array, options: DeserializeOptions): object | undefined {
  const content = folder.read(nameOf(key));
  if (content === undefined || !Buffer.from(key).equals(content.subarray(0, key.length))) return undefined;
  try {
    return deserialize(content.subarray(key.length), options);
  } catch {
    return undefined;
  }
}

function compileInto(folder: CacheFolder, key: Uint8Array, bytes: Uint8Array, options: CacheOptions): object {
  const { onCode, ...rest } = options;
  const engine = createEngine(rest);
  const serialized = serialize(new engine.Module(bytes as BufferSource));
  folder.write(nameOf(key), [key, serialized]);
  folder.prune();
  return deserialize(serialized, { onCode });
}
