// binary/: bytes to modules and back. `body` decodes instructions into a sink; `decode` reads a module and all
// nested in it (both encodings of LINKING.md), one file a section; `encode` writes one.

export * from "./body.ts";
