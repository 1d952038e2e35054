// Constructors of exports objects. V8 gives an object without a prototype the fast form, and the same hidden class each time, when
// a constructor takes the prototype off first and then assigns its properties by name: a hundred are made and frozen in half a
// microsecond, ten times faster than one by one with computed names.

import { quoted } from "../base/index.ts";
import type { ValidModule } from "../validate/index.ts";
import type { NameUse } from "./core-context.ts";
import { verbatim } from "./estree.ts";
import type * as ES from "estree";

/** Up to so many, computed names are as good; above, V8 makes dictionaries, and the constructor only takes longer. */
const FEW = 0;
const MANY = 200;

/** `shape3`, if the module with this number has the constructor: what the tree's table of them refers to. */
export function shapeName({ id, exports }: ValidModule): string {
  return exports.length > FEW && exports.length <= MANY ? `shape${id}` : "0";
}

/**
 * The constructor of a module's exports object, of an array of their values. Here names of a module stand in code: as string
 * literals between brackets and nowhere else, one constructor a line, which is what `conformance/containment/` looks for.
 */
export function shapeOf(valid: ValidModule, tree: NameUse): ES.Statement[] {
  const name = shapeName(valid);
  if (name === "0") return [];
  tree.add("bare");
  const properties = valid.exports.map((item, i) => `this[${quoted(item.name)}]=v[${i}];`);
  return [verbatim(`function ${name}(v){bare(this);${properties.join("")}}\n`)];
}
