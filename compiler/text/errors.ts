// The errors of the text format, one factory each. All carry the line, the column and an excerpt with a caret.

import { badText, MortiseError } from "../base/index.ts";

/** Longest part of a source line that an excerpt shows. */
const EXCERPT = 100;

/** The line of an offset, counted from 1. */
export function lineOf(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf("\n"); at >= 0 && at < offset; at = source.indexOf("\n", at + 1)) line++;
  return line;
}

function excerpt(source: string, lineStart: number, offset: number): string {
  const newline = source.indexOf("\n", offset);
  const lineEnd = newline < 0 ? source.length : newline;
  const from = Math.max(lineStart, offset - EXCERPT / 2);
  const shown = source.slice(from, Math.min(lineEnd, from + EXCERPT)).replace(/[\t\r]/g, " ");
  return `\n  ${shown}\n  ${" ".repeat(offset - from)}^`;
}

/**
 * Makes an error say where in a text it is; its offset is of that text already.
 * @returns a new error of the same kind and code
 */
export function locateInText(error: MortiseError, source: string): MortiseError {
  const { kind, code, reason, expected, found, offset = 0 } = error;
  const lineStart = source.lastIndexOf("\n", offset - 1) + 1;
  const place = { offset, line: lineOf(source, offset), column: offset - lineStart + 1 };
  const details = {
    ...place,
    ...(expected !== undefined && { expected }),
    ...(found !== undefined && { found }),
  };
  const located = new MortiseError(kind, code, reason, details);
  located.message += excerpt(source, lineStart, offset);
  return located;
}

function textError(
  code: string,
  reason: string,
  source: string,
  offset: number,
  details: { expected?: string; found?: string } = {},
): MortiseError {
  return locateInText(badText(code, reason, { ...details, offset }), source);
}

export const unexpectedToken = (source: string, offset: number, expected: string, found: string) =>
  textError("unexpected-token", "unexpected token", source, offset, { expected, found });
export const illegalCharacter = (source: string, offset: number) =>
  textError("illegal-character", "illegal character", source, offset, {
    found: JSON.stringify(source[offset] ?? "end"),
  });
export const emptyIdentifier = (source: string, offset: number) =>
  textError("empty-identifier", "empty identifier", source, offset);
export const emptyAnnotation = (source: string, offset: number) =>
  textError("empty-annotation", "empty annotation id", source, offset);
export const unclosed = (source: string, offset: number, what: string) =>
  textError("unclosed", `unclosed ${what}`, source, offset);
export const unopened = (source: string, offset: number) =>
  textError("unopened", "unexpected token", source, offset, {
    expected: "no closing parenthesis here",
    found: ")",
  });
export const badEscape = (source: string, offset: number) =>
  textError("bad-escape", "illegal escape in string", source, offset);
export const badTextUtf8 = (source: string, offset: number) =>
  textError("bad-utf8", "malformed UTF-8 encoding", source, offset);
export const badNumber = (source: string, offset: number, type: string, found: string) =>
  textError("bad-number", "unknown operator or malformed number", source, offset, { expected: type, found });
export const outOfRange = (source: string, offset: number, type: string, found: string) =>
  textError("constant-out-of-range", `${type} constant out of range`, source, offset, { found });
export const unknownName = (source: string, offset: number, space: string, name: string) =>
  textError("unknown-name", `unknown ${space} $${name}`, source, offset);
export const duplicateName = (source: string, offset: number, space: string, name: string) =>
  textError("duplicate-name", `duplicate ${space} $${name}`, source, offset);
export const badAlignment = (source: string, offset: number) =>
  textError("bad-alignment", "alignment must be a power of two", source, offset);
export const inlineTypeMismatch = (source: string, offset: number) =>
  textError("inline-type-mismatch", "inline function type differs from the type used", source, offset);
export const unknownTextType = (source: string, offset: number, index: number) =>
  textError("unknown-type", `unknown type ${index}`, source, offset);
export const labelMismatch = (source: string, offset: number, found: string) =>
  textError("mismatching-label", `mismatching label $${found}`, source, offset);
export const importAfter = (source: string, offset: number, what: string) =>
  textError("import-after", `import after ${what}`, source, offset);
export const severalStarts = (source: string, offset: number) =>
  textError("multiple-start", "multiple start sections", source, offset);
export const tooDeep = (source: string, offset: number, what: string, limit: number) =>
  textError("too-deep", `${what} nested too deep`, source, offset, { expected: `at most ${limit} levels` });
export const wrongLaneCount = (source: string, offset: number, expected: number) =>
  textError("wrong-lane-count", "wrong number of lane literals", source, offset, {
    expected: String(expected),
  });
export const badLane = (source: string, offset: number) =>
  textError("bad-lane", "malformed lane index", source, offset, { expected: "0 to 255" });
export const misplacedAnnotation = (source: string, offset: number, name: string) =>
  textError("misplaced-annotation", `misplaced @${name} annotation`, source, offset);
export const badAnnotation = (source: string, offset: number, name: string, reason: string) =>
  textError("bad-annotation", `@${name} annotation: ${reason}`, source, offset);
export const noExports = (source: string, offset: number, what: string) =>
  textError("unknown-exports", `the exports of ${what} are not known here`, source, offset);
export const badIndex = (source: string, offset: number, space: string, reason: string) =>
  textError("bad-index", `${space} index: ${reason}`, source, offset);

/** What the printer has no text for. */
export const unprintable = (what: string) => badText("unprintable", `${what} cannot be printed`);
export const noFiles = (source: string, offset: number, path: string) =>
  textError(
    "no-files",
    `the module ${JSON.stringify(path)} is to be read from a file, and there is no way to it here (mortise link has one)`,
    source,
    offset,
  );
