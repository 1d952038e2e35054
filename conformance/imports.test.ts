// Holds the tree to ARCHITECTURE.md: the levels are read from its tables, so that page cannot fall behind. Works on the
// TypeScript sources, since type-only imports count as well.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import t from "tap";
import ts from "typescript";

/** Rooms outside the layered part that use it from outside; they are held to `index.ts` only. */
const OUTSIDE = ["bench", "conformance"];
/** Engine rooms that may use Node's own modules: the rest runs in a browser. */
const NODE_ROOMS = ["engine/cache", "engine/cli", "engine/node"];
/** Run while building, never by users: it may use development packages. */
const BUILD_ROOM = "engine/tools/embed";

interface Import {
  readonly file: string;
  readonly specifier: string;
  /** Path of the imported file; undefined for a package. */
  readonly target: string | undefined;
}

const sources = ["compiler", "engine", ...OUTSIDE].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file)),
);
const isTest = (file: string) => file.includes(".test.") || file.includes("/testing/");

const isShipped = (file: string) =>
  /^(compiler|engine)\//.test(file) && !isTest(file) && roomOf(file) !== BUILD_ROOM;

/** `compiler/base`, `engine/tools/script`: tools are rooms of their own. `engine` for a file of its top level. */
function roomOf(file: string): string {
  const folders = dirname(file).split("/");
  return folders.slice(0, folders[1] === "tools" ? 3 : 2).join("/");
}

/** The level of each room by ARCHITECTURE.md; a room of engine/ stands above all of compiler/. */
function readLevels(): Map<string, number> {
  const levels = new Map<string, number>();
  let base = 0;
  for (const line of readFileSync("ARCHITECTURE.md", "utf8").split("\n")) {
    const header = /^\| level \| (compiler|engine)\//.exec(line);
    if (header) base = header[1] === "engine" ? 100 : 0;
    const row = /^\| (\d+) \| ((?:`[\w-]+\/` ?)+)\|/.exec(line);
    if (!row) continue;
    const side = base === 0 ? "compiler" : "engine";
    for (const [, room] of row[2]!.matchAll(/`([\w-]+)\/`/g))
      levels.set(`${side}/${room}`, base + Number(row[1]));
  }
  return levels;
}

function importsOf(file: string): Import[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, "utf8"), true, true);
  return importedFiles.map(({ fileName }) => ({
    file,
    specifier: fileName,
    target: fileName.startsWith(".") ? normalize(join(dirname(file), fileName)) : undefined,
  }));
}

const levels = readLevels();
const levelOf = (room: string) => levels.get(room) ?? levels.get(room.split("/").slice(0, 2).join("/"));
const imports = sources.flatMap(importsOf);
const show = (one: Import) => `${one.file} imports ${one.specifier}`;

/** Imports of another room, by files that are not tests. */
const crossing = imports.filter(
  ({ file, target }) => target !== undefined && !isTest(file) && roomOf(file) !== roomOf(target),
);

t.test("ARCHITECTURE.md gives every room a level", (t) => {
  const layered = sources.filter((file) => !OUTSIDE.includes(file.split("/")[0]!)).map(roomOf);
  t.same(
    [...new Set(layered)].filter((room) => room.includes("/") && levelOf(room) === undefined),
    [],
  );
  t.end();
});

t.test("a room imports only rooms below it", (t) => {
  const wrong = crossing.filter(({ file, target }) => {
    const from = levelOf(roomOf(file));
    const to = levelOf(roomOf(target!));
    return from !== undefined && (to === undefined || to >= from);
  });
  t.same(wrong.map(show), []);
  t.end();
});

const entersThroughWindow = (target: string) =>
  /^(compiler|engine)\//.test(target) && !target.endsWith("/index.ts");

t.test("a room is imported through its index.ts", (t) => {
  t.same(crossing.filter(({ target }) => entersThroughWindow(target!)).map(show), []);
  t.end();
});

t.test("compiler/ does not import engine/, and no room imports bench/ or conformance/", (t) => {
  const wrong = imports.filter(({ file, target }) => {
    const [from, to] = [file.split("/")[0]!, target?.split("/")[0]];
    return (
      (from === "compiler" && to === "engine") || (!OUTSIDE.includes(from) && OUTSIDE.includes(to ?? ""))
    );
  });
  t.same(wrong.map(show), []);
  t.end();
});

t.test("only the command line, the cache and the Node integration use Node", (t) => {
  const wrong = imports.filter(
    ({ file, specifier }) =>
      specifier.startsWith("node:") &&
      !isTest(file) &&
      ![...OUTSIDE, ...NODE_ROOMS, BUILD_ROOM].some((room) => file.startsWith(`${room}/`)),
  );
  t.same(wrong.map(show), []);
  t.end();
});

/** What is optional, and the one room that uses it; the command line loads it when it is needed. */
const OPTIONAL: Readonly<Record<string, string>> = {
  "@bjorn3/browser_wasi_shim": "engine/wasi",
  "@viz-js/viz": "engine/cli",
};

t.test("the package needs acorn and astring alone, but for what is optional", (t) => {
  const packages = imports
    .filter(({ file, target }) => target === undefined && isShipped(file))
    .filter(({ file, specifier }) => OPTIONAL[specifier] !== roomOf(file))
    .map(({ specifier }) => specifier)
    .filter((specifier) => !specifier.startsWith("node:"));
  t.same(
    [...new Set(packages)].filter((name) => !["acorn", "astring", "estree"].includes(name)),
    [],
  );
  t.end();
});

/** Calls `visit` for every identifier of a file that is a reference, not the name of a property. */
function forEachReference(file: string, visit: (node: ts.Identifier) => void): void {
  const walk = (node: ts.Node): void => {
    const { parent } = node;
    if (ts.isIdentifier(node) && !(parent && "name" in parent && parent.name === node)) visit(node);
    ts.forEachChild(node, walk);
  };
  walk(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true));
}

t.test("compiler/ mentions neither eval nor the global WebAssembly", (t) => {
  const found: string[] = [];
  for (const file of sources.filter((file) => file.startsWith("compiler/") && !isTest(file)))
    forEachReference(file, (node) => {
      if (["eval", "WebAssembly", "Function"].includes(node.text) && !ts.isTypeReferenceNode(node.parent))
        found.push(`${file}: ${node.text}`);
    });
  t.same(found, []);
  t.end();
});

t.test("new Function stands in one place", (t) => {
  const found = new Set<string>();
  for (const file of sources.filter((file) => /^(compiler|engine)\//.test(file) && !isTest(file)))
    forEachReference(file, (node) => {
      const constructs = ts.isNewExpression(node.parent) || ts.isCallExpression(node.parent);
      if (constructs && node.parent.expression === node && ["Function", "eval"].includes(node.text))
        found.add(file);
    });
  t.equal(found.size, 1, [...found].join(" "));
  t.end();
});

t.test("no file is longer than 500 lines", (t) => {
  const long = sources.filter(
    (file) => !file.includes(".generated.") && readFileSync(file, "utf8").split("\n").length > 501,
  );
  t.same(long, []);
  t.end();
});
