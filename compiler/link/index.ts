// link/: finished modules joined into one linked module by a description. `description` reads the JSON form, `link` decides
// which instance gets what from where, `linked-module` writes the header that this takes, `import-types` finds the types of
// what the whole imports; `versions` compares the versions in names; `advice` tells people what to do about errors
// of the text form. Modules are given as bytes: files are somebody else's.

export { adviceFor } from "./advice.ts";
export { type LinkDescription, readDescription } from "./description.ts";
export { type LinkOptions, link } from "./link.ts";
export { LinkedModule } from "./linked-module.ts";
export { bestVersion, parseVersion, type Version } from "./versions.ts";
export { advise } from "./errors.ts";
