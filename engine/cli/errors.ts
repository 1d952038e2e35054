// The errors of the command line itself; those of modules come from the rooms below, and only their message is shown.

interface Named {
  readonly name: string;
  readonly usage: string;
}

const usageError = (code: string, message: string) => Object.assign(new Error(message), { code });

export const badUsage = ({ name, usage }: Named, problem: string) =>
  usageError("bad-usage", `${problem}\nusage: mortise ${name} ${usage}\n(mortise ${name} --help says more)`);

export const unknownCommand = (name: string) =>
  usageError("unknown-command", `unknown command "${name}" (mortise --help lists them)`);

export const badChoice = (option: string, found: string, choices: readonly string[]) =>
  usageError("bad-choice", `--${option} must be one of ${choices.join(", ")}, found "${found}"`);

export const badNumber = (option: string, found: string) =>
  usageError("bad-number", `--${option} must be a number from 0, found "${found}"`);

export const noFile = (file: string, reason: string) => usageError("no-file", `${file}: ${reason}`);

export const fileCycle = () =>
  usageError(
    "file-cycle",
    "it is nested in itself: a module cannot contain itself; import it as a module instead",
  );

export const badJson = (reason: string) =>
  usageError("bad-json", `neither a text "(module …)" nor JSON: ${reason}`);

export const badMapping = (option: string, found: string, form: string) =>
  usageError("bad-mapping", `--${option} is of the form ${form}, found "${found}"`);

export const moduleNotFound = (name: string, candidates: readonly string[]) =>
  usageError(
    "module-not-found",
    `no file for the module import ${JSON.stringify(name)}: looked for ${candidates.join(", ")}\n` +
      `  name one with --map ${name}=FILE, or leave it an import with --external ${name}`,
  );

export const versionNotFound = (name: string, others: readonly string[]) =>
  usageError(
    "version-not-found",
    `no file for the module import ${JSON.stringify(name)}: ${others.join(", ")} is of another major version, or older\n` +
      `  add one of the same major version that is at least as new, or, if you know that it fits, name it with --map ${name}=FILE`,
  );

export const notAFolder = (path: string) =>
  usageError("not-a-folder", `${path}: it is a file, and the modules need a folder; name another with -o`);

const DIRECTORY_PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: "no such directory",
  ENOTDIR: "it is a file",
  EACCES: "it may not be read",
};

export const badDirectory = (path: string, code: string) =>
  usageError("bad-directory", `--dir ${path}: ${DIRECTORY_PROBLEMS[code] ?? code}`);

export const noWasi = () =>
  usageError(
    "no-wasi",
    "the module imports WASI, which needs the package @bjorn3/browser_wasi_shim: npm install @bjorn3/browser_wasi_shim",
  );

export const unknownForm = (file: string, forms: readonly string[]) =>
  usageError("unknown-form", `${file}: a picture is one of ${forms.join(", ")}, by the name of its file`);

export const badDepth = (found: string) =>
  usageError("bad-depth", `--depth must be a number from 1, found "${found}"`);

export const noGraphviz = () =>
  usageError(
    "no-graphviz",
    "pictures are laid out by Graphviz: npm install @viz-js/viz, or ask for a .mmd or .dot file, which need nothing",
  );

export const noFunction = (name: string, functions: readonly string[]) =>
  usageError("no-function", `no exported function "${name}"; there ${listing(functions)}`);

const listing = (names: readonly string[]) =>
  names.length === 0 ? "are none" : `are ${names.map((name) => JSON.stringify(name)).join(", ")}`;

export const wrongArgumentCount = (name: string, types: readonly string[], found: number) =>
  usageError(
    "wrong-argument-count",
    `"${name}" takes ${types.length} arguments (${types.join(" ")}), found ${found}`,
  );

export const badArgument = (type: string, found: string) =>
  usageError("bad-argument", `"${found}" is no value of type ${type}`);

/** Makes an error say which file it is about. */
export function inFile(file: string, error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  return Object.assign(new Error(`${file}: ${message}`, { cause: error }), { code: "in-file" });
}
