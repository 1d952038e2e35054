// Source maps (version 3) from an output to the module's text: for every function, where its text begins. Both texts have
// one function a line, so the places are found in the texts themselves.

import { print } from "../../compiler/text/index.ts";
import type { ValidModule } from "../../compiler/validate/index.ts";
import type { Product } from "./product.ts";

export interface SourceMap {
  /** The map, as JSON. */
  readonly json: string;
  /** The text that it refers to. */
  readonly text: string;
}

/** A function of a tree: module number and function index. */
type FunctionKey = string;

interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Makes the map of an output whose generated source begins in line `firstLine`, from 0. `inline` puts the text into the
 * map; otherwise it is to be the file `<file>.wat` beside it.
 */
export function sourceMapOf(product: Product, file: string, firstLine: number, inline: boolean): SourceMap {
  const text = print(product.root.def);
  const places = functionsInText(text, product.root);
  const mappings = new Mappings();
  for (const { key, line } of functionsInCode(product, firstLine)) {
    const place = places.get(key);
    if (place !== undefined) mappings.add(line, place);
  }
  const json = JSON.stringify({
    version: 3,
    file,
    sources: [`${file}.wat`],
    ...(inline ? { sourcesContent: [text] } : {}),
    names: [],
    mappings: mappings.text,
  });
  return { json, text };
}

/** Functions in the order of the text: nested modules stand in the header, before a module's own code. */
function* inTextOrder(module: ValidModule): Generator<FunctionKey> {
  for (const nested of module.nested) yield* inTextOrder(nested);
  const imported = module.funcs.length - module.def.code.length;
  for (let i = 0; i < module.def.code.length; i++) yield `${module.id} ${imported + i}`;
}

function functionsInText(text: string, root: ValidModule): Map<FunctionKey, Place> {
  const places = new Map<FunctionKey, Place>();
  const keys = inTextOrder(root);
  let line = 0;
  for (const content of linesOf(text)) {
    const start = /^ *(?=\(func\b)/.exec(content);
    if (start !== null) {
      const key = keys.next();
      if (!key.done) places.set(key.value, { line, column: start[0].length });
    }
    line++;
  }
  return places;
}

/** A core module's factory, or a copy of it, or a function of the module, with the function's index in its name, or its twin. */
const DECLARATION = /^(?:function core(\d+)(?:c\d+)?\(|(?:function|const) (?:f|\w+\$)(\d+)(?:_\d+)?t?[(=])/;

function* functionsInCode(
  { generated }: Product,
  firstLine: number,
): Generator<{ key: FunctionKey; line: number }> {
  let core = "";
  let line = firstLine;
  for (const content of linesOf(generated.source)) {
    const [, factory, index] = DECLARATION.exec(content) ?? [];
    if (factory !== undefined) core = factory;
    else if (index !== undefined) yield { key: `${core} ${index}`, line };
    line++;
  }
}

/** The beginnings of a text's lines, one at a time: the whole may be large. */
function* linesOf(text: string): Generator<string> {
  const ENOUGH = 200;
  for (let at = 0; at >= 0 && at < text.length; ) {
    const end = text.indexOf("\n", at);
    yield text.slice(at, Math.min(end < 0 ? text.length : end, at + ENOUGH));
    at = end < 0 ? -1 : end + 1;
  }
}

/** The field `mappings`: segments of base64 VLQ numbers, each the difference to the segment before. */
class Mappings {
  private readonly parts: string[] = [];
  private generatedLine = 0;
  private last: Place = { line: 0, column: 0 };

  get text(): string {
    return this.parts.join("");
  }

  /** From the begin of a line on, in increasing order. */
  add(generatedLine: number, { line, column }: Place): void {
    this.parts.push(";".repeat(generatedLine - this.generatedLine));
    this.parts.push(`AA${vlq(line - this.last.line)}${vlq(column - this.last.column)}`);
    this.generatedLine = generatedLine;
    this.last = { line, column };
  }
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Five bits a digit, lowest first, sign in the lowest bit of all; 32 marks that more follow. */
function vlq(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = "";
  do {
    const digit = rest & 31;
    rest >>>= 5;
    text += DIGITS[rest > 0 ? digit | 32 : digit];
  } while (rest > 0);
  return text;
}
