// cache/: `mortise/cache`, compiled code kept in a folder of Node's. `code-cache` is the cache of an engine, which keeps of each
// module what was used, compiled by V8 as well: `kept-code` is the code of a module out of an entry, `scripts` what V8 writes,
// `entry-file` the file. `compile-cached` keeps a single module whole, as `serialize` writes it.

export { type CodeCacheOptions, createCache, type SavingCache } from "./code-cache.ts";
export { type CacheOptions, compileCached } from "./compile-cached.ts";
