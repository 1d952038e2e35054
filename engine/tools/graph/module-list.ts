// The module tree as an indented list: a swatch in the module's colour, its name, how many instances of it there are, its size.

import { FRAME, fillOf, INK, lineOf, QUIET } from "./colors.ts";
import type { ModuleNode } from "./deployment.ts";
import type { Part } from "./picture.ts";
import { escaped, shortened, sizeText } from "./texts.ts";

const ROW = 22;
const INDENT = 16;
const DEEPEST = 14;
const HEAD = 26;
const SWATCH = 12;
const LETTER = 6.4;
const INSTANCES_WIDTH = 62;
const SIZE_WIDTH = 60;

/** How far in a row stands; deeper ones than there is room for all stand at the end. */
const indent = ({ depth }: ModuleNode) => Math.min(depth, DEEPEST) * INDENT;

const nameOf = ({ name }: ModuleNode) => shortened(name, 26);

/** Draws the list. */
export function moduleList(modules: readonly ModuleNode[]): Part {
  const widest = Math.max(...modules.map((one) => indent(one) + [...nameOf(one)].length * LETTER));
  const names = Math.ceil(Math.max(widest + SWATCH + 12, 90));
  const width = names + INSTANCES_WIDTH + SIZE_WIDTH;
  const rows = modules.map((one, at) => row(one, HEAD + at * ROW, names, width));
  const guides = modules.map((one, at) => guide(modules, at, one)).join("");
  return { svg: head(names, width) + guides + rows.join(""), width, height: HEAD + modules.length * ROW };
}

function head(names: number, width: number): string {
  const text = (x: number, anchor: string, label: string) =>
    `<text x="${x}" y="10" font-size="10" text-anchor="${anchor}" fill="${QUIET}">${label}</text>`;
  return (
    text(0, "start", "modules") +
    text(names + INSTANCES_WIDTH, "end", "instances") +
    text(width, "end", "bytes") +
    `<path d="M0 17H${width}" stroke="${FRAME}"/>`
  );
}

function row(module: ModuleNode, y: number, names: number, width: number): string {
  const { id, instances, bytes } = module;
  const x = indent(module);
  const text = (at: number, anchor: string, fill: string, label: string) =>
    `<text x="${at}" y="${y + 10}" font-size="12" text-anchor="${anchor}" fill="${fill}">${label}</text>`;
  const dash = bytes === undefined ? ' stroke-dasharray="3 2"' : "";
  return (
    `<rect x="${x}" y="${y}" width="${SWATCH}" height="${SWATCH}" rx="3" fill="${fillOf(id)}" stroke="${lineOf(id)}"${dash}/>` +
    text(x + SWATCH + 6, "start", INK, escaped(nameOf(module))) +
    text(
      names + INSTANCES_WIDTH,
      "end",
      instances === 0 ? FRAME : INK,
      instances === 0 ? "–" : `×${instances}`,
    ) +
    text(width, "end", QUIET, bytes === undefined ? "imported" : sizeText(bytes))
  );
}

/** The line from a module down to the one it is nested in. */
function guide(modules: readonly ModuleNode[], at: number, module: ModuleNode): string {
  if (module.depth === 0 || module.depth > DEEPEST) return "";
  let parent = at - 1;
  while (modules[parent]!.depth >= module.depth) parent--;
  const x = indent(module) - INDENT + SWATCH / 2;
  const bottom = HEAD + at * ROW + SWATCH / 2;
  return `<path d="M${x} ${HEAD + parent * ROW + SWATCH}V${bottom}H${indent(module)}" fill="none" stroke="${FRAME}"/>`;
}
