// The whole picture, as SVG: a title, the list of modules, the drawing of the instances, and a legend.

import { EDGES, INK, PAPER, QUIET } from "./colors.ts";
import type { Deployment } from "./deployment.ts";
import { moduleList } from "./module-list.ts";
import { counted, escaped, shortened } from "./texts.ts";

const MARGIN = 24;
const TITLE_HEIGHT = 58;
const LEGEND_HEIGHT = 72;
const GAP = 28;
const FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif";

/** A drawing, or a part of one. */
export interface Part {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/**
 * Sets the picture of a deployment.
 * @param drawing what Graphviz made of `dotOf`, as SVG
 */
export function pictureOf(deployment: Deployment, drawing: string): string {
  const list = moduleList(deployment.modules);
  const graph = deployment.instances.length > 1 ? partOf(drawing) : nothingDrawn(deployment);
  const inner = list.width + GAP + graph.width;
  const width = Math.ceil(Math.max(inner, LEGEND_WIDTH) + 2 * MARGIN);
  const body = Math.max(list.height, graph.height);
  const height = Math.ceil(TITLE_HEIGHT + body + LEGEND_HEIGHT + 2 * MARGIN);
  const top = MARGIN + TITLE_HEIGHT;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}">`,
    `<rect width="${width}" height="${height}" fill="${PAPER}"/>`,
    title(deployment),
    `<g transform="translate(${MARGIN} ${top})">${list.svg}</g>`,
    `<g transform="translate(${MARGIN + list.width + GAP} ${top})">${graph.svg}</g>`,
    `<g transform="translate(${MARGIN} ${top + body + GAP})">${legend()}</g>`,
    "</svg>\n",
  ].join("\n");
}

function title({ modules, instances }: Deployment): string {
  const [root] = modules;
  const facts = [counted(modules.length, "module"), counted(instances.length, "instance")].join(", ");
  return (
    `<text x="${MARGIN}" y="${MARGIN + 16}" font-size="18" font-weight="bold" fill="${INK}">${escaped(shortened(root!.name, 60))}</text>` +
    `<text x="${MARGIN}" y="${MARGIN + 36}" font-size="12" fill="${QUIET}">${facts}</text>`
  );
}

const LEGEND_WIDTH = 760;
const LEGEND_STEP = 22;

const LEGEND: readonly {
  readonly colors: readonly string[];
  readonly width: number;
  readonly label: string;
  readonly dash?: string;
}[] = [
  ...Object.values(EDGES).map(({ color, width, label }) => ({ colors: [color], width, label })),
  {
    colors: [EDGES.instance.color, EDGES.state.color],
    width: EDGES.instance.width,
    label: "a whole instance, with shared state",
  },
  { colors: [QUIET], width: 1.4, label: "handed on: exported again by another than its maker", dash: "5 3" },
];

/** What lines mean, in rows of two. */
function legend(): string {
  return LEGEND.map(({ colors, width, label, dash }, at) => {
    const x = (at % 2) * 360;
    const y = Math.floor(at / 2) * LEGEND_STEP;
    const dashes = dash === undefined ? "" : ` stroke-dasharray="${dash}"`;
    const lines = colors.map(
      (color, line) =>
        `<path d="M${x} ${y - (colors.length - 1) * 1.5 + line * 3}h26" stroke="${color}" stroke-width="${width}"${dashes}/>`,
    );
    return (
      lines.join("") +
      `<path d="M${x + 25} ${y - 3.5}l7 3.5l-7 3.5z" fill="${colors[0]}"/>` +
      `<text x="${x + 42}" y="${y + 4}" font-size="11" fill="${QUIET}">${label}</text>`
    );
  }).join("");
}

/** Modules can lie in another and wait for somebody to instantiate them. */
function nothingDrawn({ modules }: Deployment): Part {
  const text =
    modules.length > 1
      ? "Instantiating this module makes no other instance: the modules in it wait to be instantiated by others."
      : "This module has no other in it, and instantiates none.";
  return { svg: `<text y="40" font-size="12" fill="${QUIET}">${text}</text>`, width: 560, height: 60 };
}

/** Graphviz draws in points, its own frame around it; the picture takes what is inside. */
function partOf(svg: string): Part {
  const box = /<svg[^>]*viewBox="([-\d.]+) ([-\d.]+) ([\d.]+) ([\d.]+)"/.exec(svg);
  const start = svg.indexOf("<g ");
  const end = svg.lastIndexOf("</svg>");
  if (box === null || start < 0) return { svg: "", width: 0, height: 0 };
  const inner = svg.slice(start, end).replaceAll(/ font-family="[^"]*"/g, "");
  return { svg: inner, width: Number(box[3]), height: Number(box[4]) };
}
