// binary/: bytes to modules and back. `decode` reads a module and all nested in it, in either encoding of LINKING.md:
// it keeps the order of sections, `sections` is the table of them, and each `section-*` reads some. `body` decodes
// instructions into a sink. `encode` writes a module (`write-*` its parts), after `convert` brought its types into the
// encoding; `recode` writes bodies with other indices; `names` reads and writes the name section.

export * from "./body.ts";
export { behindNumber, type Encoding, numberOf } from "./context.ts";
export { convertEncoding } from "./convert.ts";
export { type Decoded, type DecodeLimits, type DecodeOptions, decodeModule } from "./decode.ts";
export { type EncodeOptions, encodeModule } from "./encode.ts";
export { decodeNames, encodeNames, type ModuleNames, NAME_SECTION, noNames } from "./names.ts";
export { type SectionSpan, sectionSpans } from "./section-spans.ts";
export { type IndexMaps, Recoder, SAME_INDICES } from "./recode.ts";
export { foldModules, modulesOf, replaceModules } from "./tree.ts";
export { usesLinking } from "./uses-linking.ts";
export { writeValType } from "./write-types.ts";
