// Text to modules: a source that holds one module, with its parentheses or without.

import { decodeModule, encodeModule } from "../binary/index.ts";
import { EVERY_FEATURE } from "../base/index.ts";
import type { ModuleDef } from "../model/index.ts";
import { A } from "./atoms.ts";
import { Cursor } from "./cursor.ts";
import { tokenize } from "./lexer.ts";
import { moduleFields, type ReadFile, type Settings } from "./module.ts";
import type { Encoding } from "./scope.ts";

export interface ParseOptions {
  /** How module and instance types are written (LINKING.md); the proposal's unless told otherwise. */
  readonly encoding?: Encoding;
  /** Gives the module for `(module $id (file "path"))`; without it, such a module is an error. Errors it throws pass. */
  readonly file?: ReadFile;
}

/**
 * Assembles a module in the text format.
 * @returns the binary
 * @throws MortiseError of kind "text", with line, column and an excerpt
 */
export function parse(text: string, options: ParseOptions = {}): Uint8Array {
  const cursor = new Cursor(tokenize(text));
  return assemble(cursor, settingsOf(options));
}

const settingsOf = ({ encoding = "proposal", file }: ParseOptions): Settings => ({ encoding, file });

/**
 * Reads a module in the text format, as `parse` does, but gives the module tree.
 * @throws MortiseError of kind "text"
 */
export function parseModule(text: string, options: ParseOptions = {}): ModuleDef {
  const cursor = new Cursor(tokenize(text));
  const bytes = binaryModule(cursor);
  if (bytes) return decodeModule(bytes, { features: EVERY_FEATURE, encoding: "auto" }).module;
  return moduleAt(cursor, settingsOf(options));
}

function assemble(cursor: Cursor, settings: Settings): Uint8Array {
  const { encoding } = settings;
  return binaryModule(cursor) ?? encodeModule(moduleAt(cursor, settings), { encoding });
}

/** The bytes of `(module id? binary "…")`, if that is all there is. */
function binaryModule(cursor: Cursor): Uint8Array | undefined {
  const { pos } = cursor;
  if (!cursor.open(A["module"]!)) return undefined;
  cursor.id();
  if (cursor.take(A["binary"]!)) return cursor.bytes();
  cursor.pos = pos;
  return undefined;
}

/** The module that is the whole source: `(module …)`, or its fields alone. */
function moduleAt(cursor: Cursor, settings: Settings): ModuleDef {
  const end = cursor.tokens.count - 1;
  if (!isWrapped(cursor, end))
    return moduleFields(cursor, end, { ...settings, id: undefined, path: "root" }).def;
  return moduleInParens(cursor, settings);
}

/** Whether the source is one `(module …)`, perhaps with annotations around it. */
function isWrapped(cursor: Cursor, end: number): boolean {
  return cursor.at(A["module"]!) && cursor.closing(cursor.pos) === end - 1;
}

/** `(module definition? id? field*)`, the cursor at its parenthesis and left after it. */
export function moduleInParens(cursor: Cursor, settings: Settings): ModuleDef {
  const close = cursor.closing(cursor.pos);
  cursor.pos += 2;
  cursor.take(A["definition"]!);
  const id = cursor.id();
  const { def } = moduleFields(cursor, close, { ...settings, id, path: "root" });
  cursor.pos = close + 1;
  return def;
}
