// `mortise/cache`: code kept in folders, of engines or of single modules.

export { type CodeCacheOptions, createCache, type SavingCache } from "../cache/index.ts";
export { type CacheOptions, compileCached } from "./compile-cached.ts";
