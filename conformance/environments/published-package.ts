// The package as a server of files gives it to pages: what package.json exports, what may be seen of it, its dependencies.

import { existsSync, readFileSync } from "node:fs";

/** What an entry gives, maybe by conditions. */
type Target = string | { readonly [condition: string]: Target };

interface Package {
  readonly name: string;
  readonly exports: Readonly<Record<string, Target>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const manifestIn = (folder: string) => JSON.parse(readFileSync(`${folder}/package.json`, "utf8")) as Package;

const OWN = manifestIn(".");

/** Entry points that need Node. */
const OF_NODE = ["./node", "./rollup", "./cache", "./package.json"];

/** What browsers and bundlers for them look for. */
const CONDITIONS = ["browser", "module", "import", "default"];

/** The file that an entry of `exports` leads to, by the first of its conditions that holds. */
function resolved(target: Target): string | undefined {
  if (typeof target === "string") return target;
  for (const [condition, next] of Object.entries(target)) {
    const file = CONDITIONS.includes(condition) ? resolved(next) : undefined;
    if (file !== undefined) return file;
  }
  return undefined;
}

/** Files of the entry points that are meant for browsers, by specifier. */
export const WEB_ENTRIES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(OWN.exports)
    .filter(([entry]) => !OF_NODE.includes(entry))
    .map(([entry, target]) => [OWN.name + entry.slice(1), resolved(target)!]),
);

export const DEPENDENCIES: readonly string[] = Object.keys({
  ...OWN.dependencies,
  ...OWN.optionalDependencies,
});

const urlOf = (name: string, file: string) => `/${name}${file.replace(/^\./, "")}`;

/** The import map of a page. */
export const IMPORT_MAP: Readonly<Record<string, string>> = Object.fromEntries([
  ...Object.entries(WEB_ENTRIES).map(([specifier, file]) => [specifier, urlOf(OWN.name, file)]),
  ...DEPENDENCIES.map((name) => [
    name,
    urlOf(name, resolved(manifestIn(`node_modules/${name}`).exports["."]!)!),
  ]),
]);

/** Where bundles are: nothing else of the package is served. */
const PUBLISHED = urlOf(OWN.name, "./dist/bundle/");

/** The text of a file of the package or of a dependency. */
export function packageFile(path: string): string | undefined {
  const ours = path.startsWith(PUBLISHED);
  if (!ours && !DEPENDENCIES.some((name) => path.startsWith(`/${name}/`))) return undefined;
  const file = ours ? path.slice(OWN.name.length + 2) : `node_modules${path}`;
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
