// What generated code may contain, whatever the module. The lists are fixed; what the helpers' and the runtime's own texts contain is
// added to those of names that do no harm, for no module has a say in these texts.

import { HELPERS } from "../../compiler/runtime/index.ts";
import { parse } from "../../compiler/text/index.ts";
import { compileToModule } from "../../engine/aot/index.ts";
import { type Audit, audit } from "./audit.ts";

/** Free names of the text of a module tree or of a function of it: the support object, and what the language has. */
export const FREE: ReadonlySet<string> = new Set([
  "E",
  "Array",
  "Math",
  "Int32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
  "Uint16Array",
  "Set",
  "Uint8Array",
  "TypeError",
  "Infinity",
  "NaN",
  "undefined",
]);

/** Free names of ahead-of-time output, whose runtime uses more of the language, and of WebAssembly its memories. */
export const FREE_AHEAD: ReadonlySet<string> = new Set([
  ...FREE,
  "ArrayBuffer",
  "BigInt",
  "DataView",
  "Date",
  "Error",
  "JSON",
  "Map",
  "Number",
  "Object",
  "Promise",
  "RangeError",
  "Reflect",
  "Set",
  "String",
  "Symbol",
  "WeakMap",
  "WeakSet",
  "WebAssembly",
  "arguments",
  "performance",
  "structuredClone",
]);

/** Forms of the language that lead out of a function, or hide what is done. */
const FORBIDDEN: ReadonlySet<string> = new Set([
  "ThisExpression",
  "new.target",
  "import.meta",
  "ImportExpression",
  "TaggedTemplateExpression",
  "WithStatement",
  "RegExp",
  "DebuggerStatement",
  "AwaitExpression",
  "YieldExpression",
]);

/** Members that lead from any value to code made of strings, or change what others see. */
const LEADING_OUT = /^(constructor|prototype|__\w+__|eval|Function|globalThis|defineProperty)$/;

const MADE_NAME = /^([a-zA-Z]{1,2}|core|types|makers|shape)\d+(_\d+)?([a-z]\d*)?$/;
const VIEW_KEY = /^D[0-9a-z]{1,7}$/;
/** As `signatureOf` writes them: letters of types. */
const SIGNATURE = /^[a-z]*>[a-z]*$/;
/** A function that is called as the name section says. */
const NAMED_FUNCTION = /^[A-Za-z_]\w{0,70}\$\d+(b|t|r\d+)?$/;

/** Declared by codegen/, beside numbered names. */
const DECLARED =
  words(`B E O p G GF GR HI I K M N Q R S F W X Y Z a b bare e f fn func i k load loadFunction lazy wrapFunc u w r adapt wrap
  stubs code primed arguments fadd_ fsub_ fmul_ imul_ fround_`);
/** Named by codegen/ after a dot or as a member of what it returns. */
/** Names of the factory that later functions are handed. */
const HANDED = /^(m|V|t|f|g|e)\d+h?$/;
const PROPERTIES =
  words(`left M S F X Func Memory Table Global Tag Exception RuntimeError caught hosted toFunc fromFunc
  pages elements lazy spent spend cores adapt wrap func tables memories globals tags wrappers fn index signature i f r u d h
  v at value arrays load8 load16 load32 loadF32 loadF64 store8 store16 store32 storeF32 storeF64
  view holder init map length slice grow growBy get set fill copy payload Y load made compile body bare shapes
  imul clz32 fround abs min max sqrt ceil floor trunc
  getInt8 getUint8 getInt16 getUint16 getInt32 getFloat32 getFloat64
  setInt8 setInt16 setInt32 setFloat32 setFloat64 B R N G GF GR`);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

/** A module whose ahead-of-time output has all of the runtime in it. */
const EVERYTHING = parse(`(module (import "a" (module)) (import "b" (memory 1)) (import "c" (table 1 funcref))
  (import "d" (global i32)) (import "e" (tag)) (import "f" "g" (func)) (data "x") (@custom "x" "x"))`);
/** Core modules have less of it, and some of their own. */
const CORES = [
  "(module)",
  `(module (func (export "f")) (memory 1) (data "x") (@custom "x" "x"))`,
  `(module (import "" "m" (memory 1)) (import "" "t" (table 1 funcref)) (import "" "g" (global i32)) (import "" "e" (tag))
    (import "" "f" (func)) (export "f" (func 0)) (export "m" (memory 0)) (data "x") (@custom "x" "x"))`,
];

/** The names in texts of our own. */
function namesIn(texts: Iterable<string>, sourceType: "script" | "module" = "script") {
  const names = new Set<string>();
  const strings = new Set<string>();
  for (const text of texts) {
    const found = audit(text, sourceType);
    for (const name of [...found.declared, ...found.properties, ...found.free]) names.add(name);
    for (const value of found.strings) strings.add(value);
  }
  return { names, strings };
}

const ofHelpers = namesIn(Object.values(HELPERS).map(({ text }) => text));
const ofRuntime = namesIn(
  [EVERYTHING, ...CORES.map((text) => parse(text))].map(
    (bytes) => compileToModule(bytes, { meter: true }).code,
  ),
  "module",
);

const isMade = (name: string) => MADE_NAME.test(name) || VIEW_KEY.test(name) || /^\d+$/.test(name);

/**
 * A constructor of exports objects, a line of its own: the one place of a tree's text where strings of the module stand, each as a
 * literal that is the name of a property of the new object, which by then has no prototype whose setters the name could mean.
 */
const SHAPE =
  /^function shape\d+\(v\)\{bare\(this\);(?:this\["(?:[^"\\<\n\r\u2028\u2029]|\\(?:["\\bfnrt]|u[0-9a-f]{4}))*"\]=v\[\d+\];)*\}$/gm;

/** A text without its constructors of exports objects. */
export const shapesLeftOut = (source: string): string => source.replace(SHAPE, "");

/** What is wrong with the text of a tree or a function, in words; nothing, if all is as it should be. */
export function complaints(source: string): string[] {
  const found = audit(shapesLeftOut(source));
  const known = (list: ReadonlySet<string>) => (name: string) =>
    isMade(name) || list.has(name) || PROPERTIES.has(name) || ofHelpers.names.has(name);
  return [
    ...unless("free name", found.free, (name) => FREE.has(name) || /^shape\d+$/.test(name)),
    ...unless("declared name", found.declared, known(DECLARED)),
    ...unless("property", found.properties, known(PROPERTIES)),
    ...unless("string", found.strings, isOwnString),
    ...everywhere(found),
  ];
}

const isOwnString = (text: string) =>
  SIGNATURE.test(text) ||
  PROPERTIES.has(text) ||
  HANDED.test(text) ||
  VIEW_KEY.test(text) ||
  ofHelpers.strings.has(text) ||
  ofHelpers.names.has(text);

/** The same for ahead-of-time output, in which strings of the module are literals. */
export function complaintsAhead(code: string, sourceType: "module" | "script" = "module"): string[] {
  const found = audit(code, sourceType);
  const known = (name: string) =>
    isMade(name) ||
    NAMED_FUNCTION.test(name) ||
    /^\$\w+$/.test(name) ||
    [DECLARED, PROPERTIES, ofHelpers.names, ofRuntime.names].some((list) => list.has(name));
  const strangers = found.comments.filter(
    (text) => !/^ Compiled ahead of time by Mortise [\d.]+\.$|^ ?@__PURE__ $/.test(text),
  );
  const allowed = new Set(["ThisExpression", "new.target"]);
  return [
    ...unless("free name", found.free, (name) => FREE_AHEAD.has(name)),
    ...unless("declared name", found.declared, known),
    ...unless("property", found.properties, known),
    ...unless("form", found.forms, (form) => !FORBIDDEN.has(form) || allowed.has(form)),
    ...strangers.map((text) => `comment ${JSON.stringify(text)}`),
  ];
}

function everywhere({ forms, properties, comments }: Audit): string[] {
  return [
    ...unless("form", forms, (form) => !FORBIDDEN.has(form)),
    ...unless("property that leads out", properties, (name) => !LEADING_OUT.test(name)),
    ...comments.map((text) => `comment ${JSON.stringify(text)}`),
  ];
}

const unless = (what: string, names: Iterable<string>, allowed: (name: string) => boolean): string[] =>
  [...names].filter((name) => !allowed(name)).map((name) => `${what} ${JSON.stringify(name.slice(0, 80))}`);
