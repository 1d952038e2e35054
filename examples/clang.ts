// C to WebAssembly by Debian's clang and wasm-ld: main programs, which have memory, table and allocator, and
// position-independent libraries.

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";

const PACKAGES = "on Debian, apt-get install clang lld wasi-libc libclang-rt-14-dev-wasm32";

/** Why C cannot be compiled to WebAssembly here, if so. */
export function noClang(): string | undefined {
  for (const tool of ["clang", "wasm-ld"])
    if (spawnSync(tool, ["--version"]).status !== 0) return `there is no ${tool}: ${PACKAGES}`;
  if (!existsSync(WASI_INCLUDES)) return `there is no wasi-libc: ${PACKAGES}`;
  // The compiler's own library for WebAssembly is a package of its own.
  const args = ["--target=wasm32-wasi", "-print-libgcc-file-name"];
  const runtime = spawnSync("clang", args, { encoding: "utf8" }).stdout.trim();
  return existsSync(runtime) ? undefined : `there is no ${runtime}: ${PACKAGES}`;
}

export interface LibrarySources {
  /** Where it goes; the file name is the one by which others need it. */
  readonly file: string;
  readonly sources: readonly string[];
  /** Files of libraries that it needs. */
  readonly needs?: readonly string[];
  /** Further flags for the compiler. */
  readonly flags?: readonly string[];
}

export interface MainSources {
  readonly file: string;
  readonly sources: readonly string[];
  readonly exports: readonly string[];
  readonly flags?: readonly string[];
}

const run = (tool: string, args: readonly string[]) =>
  void execFileSync(tool, args, { stdio: ["ignore", "inherit", "inherit"] });

// LLVM 14 makes position-independent code for Emscripten's target alone. Its rewriting of printf is Emscripten's too.
const PIC = [
  "--target=wasm32-unknown-emscripten",
  "-fPIC",
  "-fvisibility=default",
  "-nostdlibinc",
  ...["printf", "fprintf", "sprintf"].map((name) => `-fno-builtin-${name}`),
];

/** Compiles and links a library. @throws Error if the compiler does */
export function buildLibrary({ file, sources, needs = [], flags = [] }: LibrarySources): void {
  const objects = `${file}.objects`;
  mkdirSync(objects, { recursive: true });
  const compiled = sources.map((source) => {
    const object = join(objects, `${basename(source, ".c")}.o`);
    run("clang", [...PIC, "-O2", ...flags, "-c", source, "-o", object]);
    return object;
  });
  run("wasm-ld", [
    "-shared",
    "--experimental-pic",
    "--export-dynamic",
    "--strip-debug",
    ...compiled,
    ...needs,
    "-o",
    file,
  ]);
}

const MAIN = [
  "-nostartfiles",
  "-mmutable-globals",
  ...[
    "no-check-features",
    "allow-undefined",
    "no-entry",
    "export-table",
    "growable-table",
    "strip-debug",
  ].map((flag) => `-Wl,--${flag}`),
];

/** Compiles and links a main program; what it does not define are imports. @throws Error if the compiler does */
export function buildMain({ file, sources, exports, flags = [] }: MainSources): void {
  const exported = ["__stack_pointer", ...exports].map((name) => `-Wl,--export=${name}`);
  run("clang", [...MAIN, "-O2", ...flags, ...sources, ...exported, "-o", file]);
}

/** The flags of a main program without a libc. */
export const FREESTANDING = ["--target=wasm32", "-nostdlib", "-ffreestanding"] as const;

/** Where Debian has the headers of wasi-libc. */
export const WASI_INCLUDES = "/usr/include/wasm32-wasi";

/** What a library needs to be compiled with wasi-libc's headers. */
export const WASI_HEADERS = [
  "-isystem",
  WASI_INCLUDES,
  "-D__wasi__",
  "-Wno-deprecated-declarations",
] as const;
/** What a main program needs to hold wasi-libc. */
export const WASI_LIBC = ["--target=wasm32-wasi"] as const;
