// A deployment as a Mermaid flowchart, which many viewers of Markdown draw.

import { FRAME, fillOf, INK, INSIDE, lineOf, QUIET } from "./colors.ts";
import type { Deployment, InstanceNode, Port, Ref } from "./deployment.ts";
import { shortened } from "./texts.ts";

const INDENT = "  ";
const MOST_NAMES = 4;

/** Mermaid takes no empty texts. */
const NOTHING = "#160;";

/** Mermaid takes HTML's entities with a hash in place of the ampersand. */
const quoted = (text: string) =>
  `"${text === "" ? NOTHING : shortened(text).replace(/[^\p{L}\p{N} ._@:/+,…-]/gu, (character) => `#${character.codePointAt(0)};`)}"`;

/** The flowchart of a deployment. */
export function mermaidOf(deployment: Deployment): string {
  const { instances, imports, modules } = deployment;
  const lines = ["flowchart LR"];
  for (const [at, { name }] of imports.entries()) lines.push(`${INDENT}in${at}([${quoted(name)}])`);
  frame(deployment, instances[0]!, INDENT, lines);
  const root = instances[0]!;
  for (const [at, { name }] of root.exports.entries()) lines.push(`${INDENT}out${at}([${quoted(name)}])`);
  for (const instance of instances) if (isDrawn(instance)) lines.push(...linesTo(deployment, instance));
  for (const [at, port] of root.exports.entries()) {
    const source = sourceOf(deployment, port.from);
    if (source !== undefined) lines.push(`${INDENT}${source} --> out${at}`);
  }
  for (const { id, instances: count } of modules)
    if (count > 0)
      lines.push(`${INDENT}classDef m${id} fill:${fillOf(id)},stroke:${lineOf(id)},color:${INK}`);
  return `${lines.join("\n")}\n`;
}

/** The root is the frame around everything, and a box only for code of its own. */
const isDrawn = ({ parent, hasCode }: InstanceNode) => parent !== undefined || hasCode;

function frame(deployment: Deployment, instance: InstanceNode, indent: string, lines: string[]): void {
  const inner = deployment.instances.filter(({ parent }) => parent === instance.id);
  const framed = inner.length > 0 || instance.parent === undefined;
  if (framed) lines.push(`${indent}subgraph f${instance.id}[${quoted(instance.name)}]`);
  const deeper = framed ? indent + INDENT : indent;
  if (isDrawn(instance))
    lines.push(`${deeper}i${instance.id}[${quoted(instance.name)}]:::m${instance.module}`);
  for (const child of inner) frame(deployment, child, deeper, lines);
  if (!framed) return;
  lines.push(`${indent}end`);
  lines.push(`${indent}style f${instance.id} fill:${INSIDE},stroke:${FRAME},color:${QUIET}`);
}

function sourceOf({ instances, imports }: Deployment, from: Ref): string | undefined {
  if (from.node === "module") return undefined;
  if (from.node === "import") return `in${imports.findIndex(({ name }) => name === from.name)}`;
  return isDrawn(instances[from.id]!) ? `i${from.id}` : undefined;
}

/** One line from each that gives something, with the names of what it gives. */
function linesTo(deployment: Deployment, { id, imports, uses, exports }: InstanceNode): string[] {
  const handedOn = exports.filter(({ from }) => !(from.node === "instance" && from.id === id));
  return [
    ...joined(deployment, [...imports, ...uses], `i${id}`, "-->"),
    ...joined(deployment, deployment.instances[0]!.id === id ? [] : handedOn, `i${id}`, "-.->"),
  ];
}

function joined(deployment: Deployment, ports: readonly Port[], target: string, arrow: string): string[] {
  const bySource = new Map<string, string[]>();
  for (const { name, from } of ports) {
    const source = sourceOf(deployment, from);
    if (source !== undefined && source !== target)
      bySource.set(source, [...(bySource.get(source) ?? []), name]);
  }
  return [...bySource].map(([source, names]) => {
    const shown = names.slice(0, MOST_NAMES).join(", ") + (names.length > MOST_NAMES ? ", …" : "");
    return `${INDENT}${source} ${arrow}|${quoted(shown)}| ${target}`;
  });
}
