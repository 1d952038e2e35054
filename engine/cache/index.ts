// cache/: compiled code in a folder of Node's. `code-cache` is the cache of an engine, which keeps of each module what was used,
// compiled by V8 as well: `kept-code` is the code of a module out of an entry, `scripts` what V8 writes, `entry-file` what is in a
// file, `circumstances` what it depends on. `folder` is where the files are, which `prune` keeps small.

export { type CodeCacheOptions, createCache, requestedCache, type SavingCache } from "./code-cache.ts";
export { keptText, keyFor } from "./entry-file.ts";
export { CacheFolder, type FolderOptions } from "./folder.ts";
