// Where files of this package are: near this one, in TypeScript while developing and in JavaScript when installed, where this is part
// of a chunk. So paths go by a folder: `chunks/` stands beside those of the entries, like `node/`.

const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";

/** The URL of an entry of the package, `path` being relative to engine/ and without an extension. */
export const ownFile = (path: string): URL => new URL(`../${path}.${extension}`, import.meta.url);

/** The module that outputs import their runtime from. */
export const RUNTIME: URL = ownFile("runtime/index");

/** The module that makes modules out of the code cache. */
export const KEPT_MODULE: URL = ownFile("node/kept-module");
