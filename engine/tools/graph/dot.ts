// The instances as a graph in Graphviz's language: a box for each, what it gets on the left, what it gives on the right; frames
// around the instances that another one makes.

import { EDGES, FRAME, fillOf, INK, INSIDE, lineOf, OUTSIDE, PAPER, QUIET } from "./colors.ts";
import type { Deployment, InstanceNode, Port, Ref } from "./deployment.ts";
import { counted, escaped, shortened } from "./texts.ts";

/** Rows of one side of a box; the last stands for what is left. */
const MOST_ROWS = 9;

/** More boxes than this are not seen at a glance: unless told, instances are drawn no deeper than there are so many. */
const MOST_BOXES = 30;

/**
 * The graph of a deployment in the DOT language.
 * @param depth how deep instances within instances are drawn; without it, as deep as a picture bears
 */
export const dotOf = (deployment: Deployment, depth = depthFor(deployment)): string =>
  new DotWriter(deployment, depth).write();

/** How deep each instance stands; those that the root makes at 1. */
function depthsOf({ instances }: Deployment): number[] {
  const depths: number[] = [];
  for (const { id, parent } of instances) depths[id] = parent === undefined ? 0 : depths[parent]! + 1;
  return depths;
}

function depthFor(deployment: Deployment): number {
  const depths = depthsOf(deployment).toSorted((a, b) => a - b);
  return depths.length <= MOST_BOXES ? Number.POSITIVE_INFINITY : Math.max(1, depths[MOST_BOXES]! - 1);
}

interface Row {
  readonly name: string;
  readonly kind: string;
  readonly port: string;
  /** Who made it, of what is only handed on. */
  readonly origin?: string;
  /** Of a module: the mark of its colour. */
  readonly mark?: string;
}

class DotWriter {
  private readonly deployment: Deployment;
  private readonly depths: readonly number[];
  private readonly depth: number;
  private readonly lines: string[] = [];
  private readonly children = new Map<number | undefined, InstanceNode[]>();
  /** How many get something of an instance. */
  private readonly users = new Map<number, Set<number>>();
  /** The port of each export that has a row, by instance and name. */
  private readonly exportPorts = new Map<string, string>();
  /** The port of each import row. */
  private readonly importPorts = new Map<Port, string>();
  private readonly drawn = new Set<string>();

  constructor(deployment: Deployment, depth: number) {
    this.deployment = deployment;
    this.depth = depth;
    this.depths = depthsOf(deployment);
    for (const instance of deployment.instances) {
      const siblings = this.children.get(instance.parent) ?? [];
      this.children.set(instance.parent, [...siblings, instance]);
      for (const { from } of [...instance.imports, ...instance.uses])
        if (from.node === "instance" && from.id !== instance.id) this.usersOf(from.id).add(instance.id);
    }
  }

  private usersOf(id: number): Set<number> {
    const users = this.users.get(id) ?? new Set();
    this.users.set(id, users);
    return users;
  }

  write(): string {
    const { lines } = this;
    const root = this.deployment.instances[0]!;
    lines.push(
      "digraph deployment {",
      `rankdir=LR; nodesep=0.22; ranksep=0.85; bgcolor="transparent"; pad=0.1; newrank=true`,
      `fontname="Helvetica"; fontsize=11; fontcolor="${QUIET}"`,
      `node [shape=plain, fontname="Helvetica", fontsize=11, fontcolor="${INK}"]`,
      "edge [arrowsize=0.6]",
    );
    this.outsideNode("imports", "given from outside", this.deployment.imports, "e");
    this.frame(root);
    this.outsideNode("exports", "exported", root.exports, "i");
    for (const instance of this.deployment.instances) this.edgesOf(instance);
    for (const port of root.exports) this.exportEdge(port);
    lines.push("}");
    return lines.join("\n");
  }

  /** A box for the outside, on one edge of the picture. */
  private outsideNode(
    id: string,
    title: string,
    ports: readonly { readonly name: string; readonly kind: string }[],
    side: "e" | "i",
  ): void {
    if (ports.length === 0) return;
    const shown = ports.slice(0, 40);
    const rows = shown.map(({ name, kind }, at) => {
      const port = `${side}${at}`;
      if (side === "e") this.exportPorts.set(`import ${name}`, port);
      return `<TR><TD PORT="${port}" ALIGN="LEFT">${label(name, kind)}</TD></TR>`;
    });
    if (shown.length < ports.length)
      rows.push(`<TR><TD ALIGN="LEFT">${more(ports.length - shown.length)}</TD></TR>`);
    const head = `<TR><TD><FONT COLOR="${QUIET}"><I>${title}</I></FONT></TD></TR>`;
    this.lines.push(
      `{ rank=${side === "e" ? "source" : "sink"}; ${id} [label=<${table(OUTSIDE, FRAME, head + rows.join(""))}>] }`,
    );
  }

  /** An instance, in a frame with those it makes. */
  private frame(instance: InstanceNode): void {
    const { lines } = this;
    const inner = this.depths[instance.id]! < this.depth ? (this.children.get(instance.id) ?? []) : [];
    const isRoot = instance.parent === undefined;
    if (inner.length > 0 || isRoot) {
      const title = isRoot ? instance.name : `inside ${instance.name}`;
      lines.push(
        `subgraph cluster_${instance.id} { style="rounded,filled"; color="${FRAME}"; fillcolor="${isRoot ? PAPER : INSIDE}"`,
        `label=<${escaped(shortened(title))}>; labeljust=l; margin=14`,
      );
    }
    if (!isRoot || instance.hasCode) this.box(instance);
    for (const child of inner) this.frame(child);
    if (inner.length > 0 || isRoot) lines.push("}");
  }

  private box(instance: InstanceNode): void {
    const { id, module } = instance;
    // What comes from inside a box that is not opened is nobody else's business.
    const uses = instance.uses.filter(({ from }) => from.node !== "instance" || this.boxOf(from.id) !== id);
    const wanted = [...instance.imports, ...uses];
    const left = this.importRows(wanted);
    const own = instance.exports.filter(({ from }) => isOwn(from, id));
    const handedOn = instance.exports.filter(({ from }) => !isOwn(from, id));
    const right = this.exportRows(id, own, "e");
    const rows: string[] = [];
    for (let at = 0; at < Math.max(left.length, right.length); at++) rows.push(pairRow(left[at], right[at]));
    for (const row of this.exportRows(id, handedOn, "r")) rows.push(handedOnRow(row));
    this.lines.push(
      `i${id} [id="i${id}", label=<${table(PAPER, lineOf(module), this.head(instance) + rows.join(""))}>]`,
    );
  }

  private head({ id, name, module, parent }: InstanceNode): string {
    const title = parent === undefined ? "own code" : shortened(name);
    const users = this.users.get(id)?.size ?? 0;
    const moduleName = this.deployment.modules[module]!.name;
    const hidden = this.depths[id]! < this.depth ? 0 : this.countInside(id);
    const notes = [
      moduleName === name ? "" : shortened(moduleName),
      users > 1 ? `shared by ${users}` : "",
      hidden > 0 ? `${hidden} inside` : "",
    ];
    const note = notes.filter(Boolean).join(" · ");
    const small = note === "" ? "" : `<BR/><FONT POINT-SIZE="9" COLOR="${INK}">${escaped(note)}</FONT>`;
    return `<TR><TD PORT="h" COLSPAN="2" BGCOLOR="${fillOf(module)}"><B>${escaped(title)}</B>${small}</TD></TR>`;
  }

  private countInside(id: number): number {
    const inner = this.children.get(id) ?? [];
    return inner.reduce((sum, child) => sum + 1 + this.countInside(child.id), 0);
  }

  /** The box that stands for an instance: its own, or that of the one it is inside of. */
  private boxOf(id: number): number {
    let shown = id;
    while (this.depths[shown]! > this.depth) shown = this.deployment.instances[shown]!.parent!;
    return shown;
  }

  private importRows(ports: readonly Port[]): Row[] {
    const rows: Row[] = [];
    for (const [at, port] of ports.entries()) {
      const last = at >= MOST_ROWS - 1 && ports.length > MOST_ROWS;
      const name = `i${last ? MOST_ROWS : at}`;
      this.importPorts.set(port, name);
      if (!last) rows.push({ ...port, port: name, mark: markOf(port.from) });
      else if (at === MOST_ROWS - 1) rows.push({ name: `+ ${ports.length - at} more`, kind: "", port: name });
    }
    return rows;
  }

  private exportRows(id: number, ports: readonly Port[], side: "e" | "r"): Row[] {
    const shown = ports.length > MOST_ROWS ? ports.slice(0, MOST_ROWS - 1) : ports;
    const rows: Row[] = shown.map(({ name, kind, from }, at) => {
      const port = `${side}${at}`;
      if (side === "e") this.exportPorts.set(`${id} ${name}`, port);
      return { name, kind, port, origin: this.nameOf(from) };
    });
    if (shown.length < ports.length)
      rows.push({
        name: `+ ${ports.length - shown.length} more`,
        kind: "",
        port: `${side}${MOST_ROWS}`,
        origin: "",
      });
    return rows;
  }

  private nameOf(ref: Ref): string {
    if (ref.node === "import") return ref.name;
    if (ref.node === "module") return this.deployment.modules[ref.id]!.name;
    return this.deployment.instances[ref.id]!.name;
  }

  private edgesOf(instance: InstanceNode): void {
    const isRoot = instance.parent === undefined;
    if ((isRoot && !instance.hasCode) || this.depths[instance.id]! > this.depth) return;
    for (const port of [...instance.imports, ...instance.uses])
      this.edge(port, `i${instance.id}:${this.importPorts.get(port)}:w`, "");
    if (isRoot) return;
    const handedOn = instance.exports.filter(({ from }) => !isOwn(from, instance.id));
    for (const [at, port] of handedOn.entries())
      this.edge(
        port,
        `i${instance.id}:r${Math.min(at, handedOn.length > MOST_ROWS ? MOST_ROWS : at)}:w`,
        "dashed",
      );
  }

  private exportEdge(port: Port): void {
    const at = this.deployment.instances[0]!.exports.indexOf(port);
    if (at < 40) this.edge(port, `exports:i${at}:w`, "");
  }

  private edge({ from, kind, state }: Port, target: string, style: string): void {
    const source = this.sourceOf(from);
    const isItself = source?.split(":")[0] === target.split(":")[0];
    if (source === undefined || isItself || this.drawn.has(`${source} ${target}`)) return;
    this.drawn.add(`${source} ${target}`);
    const { color, width } = EDGES[kind === "instance" || kind === "func" ? kind : "state"];
    // Two lines side by side.
    const colors = state ? `${color}:${EDGES.state.color}` : color;
    const line = style === "" ? "" : `, style=${style}`;
    this.lines.push(`${source} -> ${target} [color="${colors}", penwidth=${width}${line}]`);
  }

  /** Where a line begins; modules are shown by name, without a line. */
  private sourceOf(from: Ref): string | undefined {
    if (from.node === "module") return undefined;
    if (from.node === "import") {
      const port = this.exportPorts.get(`import ${from.name}`);
      return port === undefined ? "imports" : `imports:${port}:e`;
    }
    const box = this.boxOf(from.id);
    const port = box === from.id ? (this.exportPorts.get(`${from.id} ${from.name}`) ?? "h") : "h";
    const { parent, hasCode } = this.deployment.instances[box]!;
    return parent === undefined && !hasCode ? undefined : `i${box}:${port}:e`;
  }
}

const isOwn = (from: Ref, id: number) => from.node === "instance" && from.id === id;

const table = (fill: string, line: string, rows: string) =>
  `<TABLE BORDER="1" COLOR="${line}" BGCOLOR="${fill}" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3">${rows}</TABLE>`;

/** A name, and in small letters its kind, where it is no function. */
function label(name: string, kind: string): string {
  const shown = escaped(shortened(name)) || " ";
  const small = kind === "func" || kind === "" ? "" : ` <FONT POINT-SIZE="8" COLOR="${QUIET}">${kind}</FONT>`;
  return shown + small;
}

const more = (count: number) => `<FONT COLOR="${QUIET}">+ ${counted(count, "more").replace(/s$/, "")}</FONT>`;

const markOf = (from: Ref) => (from.node === "module" ? `<FONT COLOR="${lineOf(from.id)}">■</FONT> ` : "");

const cell = (row: Row | undefined, align: string) =>
  row === undefined
    ? `<TD> </TD>`
    : `<TD PORT="${row.port}" ALIGN="${align}">${row.mark ?? ""}${label(row.name, row.kind)}</TD>`;

const pairRow = (left: Row | undefined, right: Row | undefined) =>
  `<TR>${cell(left, "LEFT")}${cell(right, "RIGHT")}</TR>`;

const handedOnRow = (row: Row) =>
  `<TR><TD PORT="${row.port}" ALIGN="LEFT"><FONT COLOR="${QUIET}"><I>${row.origin ? `of ${escaped(shortened(row.origin))}` : " "}</I></FONT></TD>` +
  `<TD ALIGN="RIGHT">${label(row.name, row.kind)}</TD></TR>`;
