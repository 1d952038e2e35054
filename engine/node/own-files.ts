// Where files of this package are: beside this one, in TypeScript while developing and in JavaScript when installed.

const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";

/** The URL of a source file of the package, `path` being relative to this folder and without an extension. */
export const ownFile = (path: string): URL => new URL(`${path}.${extension}`, import.meta.url);

/** The module that outputs import their runtime from. */
export const RUNTIME: URL = ownFile("../runtime/index");

/** The module that makes modules out of the code cache. */
export const KEPT_MODULE: URL = ownFile("./kept-module");
