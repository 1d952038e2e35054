// The interface WebAssembly.Tag of the JS API, and the tag of exceptions that JavaScript throws.

import { letterOf } from "../../compiler/model/index.ts";
import { Tag as Store } from "../../compiler/runtime/index.ts";
import { wrongArgument } from "./errors.ts";
import { giveFace } from "./faces.ts";
import { asInterface, dictionary, sequence } from "./idl.ts";
import { valueType } from "./value-type.ts";

/** JSTag: what JavaScript throws is, inside wasm, an exception of this tag with the value as its argument. */
export const JS_TAG = /* @__PURE__ */ new Store("e>");

/** Makes the class. */
export function tagClass() {
  class Tag {
    constructor(type: unknown) {
      const where = "Tag()";
      const { parameters } = dictionary(type, where, "the type");
      if (parameters === undefined) throw wrongArgument(where, "'parameters'", "given", parameters);
      const types = sequence(parameters, where, "'parameters'").map((item) =>
        valueType(item, where, "a parameter"),
      );
      giveFace(this, new Store(`${types.map(letterOf).join("")}>`));
    }
  }
  return asInterface(Tag, "Tag");
}
