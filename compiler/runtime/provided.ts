// Names that generated code finds in its scope beside the helpers: taken from the support object `E` in every tree.
// The helpers' files import them from here, so that they type-check and can be tested alone.

export { RuntimeError } from "./errors.ts";
export { Exception } from "./store.ts";
