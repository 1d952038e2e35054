// dylink/: shared libraries of LLVM's linker, linked with their main program to one module (`link`). `unit` reads a file,
// its `dylink-section` and the `offsets` of its segments; `movable` makes a library one whose bases come late. `resolve`
// says which library and which symbol is meant, `base` is a main program where there is none, `order` who comes first, `linked` holds what is decided. `emit` writes it
// down as text, made of `glue` that allocates (`allocate`) and makes symbols known (`publish`).

export { DYLINK_SECTION, type DylinkInfo, readDylink, readDylinkSection } from "./dylink-section.ts";
export { type LinkOptions, linkShared, linkSharedText } from "./link.ts";
export { neededFiles, neededSymbols } from "./needs.ts";
export { versionOf } from "./resolve.ts";
export {
  CONSTRUCTORS,
  MEMORY,
  MEMORY_BASE,
  RELOCATIONS,
  STACK_POINTER,
  TABLE,
  TABLE_BASE,
} from "./symbols.ts";
export { type Input, readLibrary, readMain } from "./unit.ts";
