// Builds zlib and Lua of Debian's source packages, and two programs that use them, into `.build/real-libraries`.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { neededSymbols } from "../../compiler/dylink/index.ts";
import { buildLibrary, buildMain, noClang, WASI_HEADERS, WASI_LIBC } from "../clang.ts";
import { pathOf } from "../texts.ts";

export const BUILD = ".build/real-libraries";
export const MAIN = "libc.wasm";
/** Libraries by file name, the order in which symbols are looked up; the programs come first. */
export const LIBRARIES = ["libz.so.1.2.13", "liblua5.4.so.0", "libsetjmp.so.1"];
export const PROGRAMS = ["packer.so", "script.so"];

const built = (name: string) => join(BUILD, name);
const source = (name: string) => pathOf("real-libraries", join("c", name));

/** Whether all is built. */
export const isBuilt = (): boolean =>
  [MAIN, ...LIBRARIES, ...PROGRAMS].every((name) => existsSync(built(name)));

/** @throws Error if there is no compiler, or no network */
export function buildAll(): void {
  const reason = noClang();
  if (reason !== undefined) throw new Error(reason);
  mkdirSync(BUILD, { recursive: true });
  const [zlib, lua] = [unpacked("zlib"), join(unpacked("lua5.4"), "src")];
  buildZlib(zlib);
  buildSetjmp();
  buildLua(lua);
  const flags = [...WASI_HEADERS, `-I${zlib}`, `-I${lua}`];
  const [z, liblua] = [soname("libz.so.1"), built("liblua5.4.so.0")];
  buildLibrary({ file: built("packer.so"), sources: [source("packer.c")], needs: [z], flags });
  buildLibrary({ file: built("script.so"), sources: [source("script.c")], needs: [z, liblua], flags });
  buildLibc();
}

/** Debian's source package, unpacked; it is fetched by apt with lists of its own, so that the system's stay as they are. */
function unpacked(name: string): string {
  const folder = resolve(BUILD, "sources");
  const find = () => readdirSync(folder).find((entry) => entry.startsWith(`${name.replace("5.4", "")}-`));
  mkdirSync(join(folder, "lists", "partial"), { recursive: true });
  if (find() === undefined) {
    fetchSource(name, folder);
    const [archive] = readdirSync(folder).filter(
      (file) => file.startsWith(`${name}_`) && /\.orig\.tar/.test(file),
    );
    execFileSync("tar", ["xf", archive!], { cwd: folder });
  }
  return join(folder, find()!);
}

function fetchSource(name: string, folder: string): void {
  const list = join(folder, "sources.list");
  const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
  writeFileSync(list, `deb-src [signed-by=${keyring}] http://deb.debian.org/debian bookworm main\n`);
  const options = [
    `Dir::State::Lists=${join(folder, "lists")}`,
    `Dir::Etc::SourceList=${list}`,
    "Dir::Etc::SourceParts=-",
    "APT::Sandbox::User=root",
  ].flatMap((option) => ["-o", option]);
  const apt = (...args: string[]) =>
    execFileSync("apt-get", ["-qq", ...options, ...args], {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
    });
  apt("update");
  apt("source", "--download-only", name);
}

const C_FILES = /^(?!.*(?:example|minigzip)).*\.c$/;

const filesOf = (folder: string, without: readonly string[] = []): string[] =>
  readdirSync(folder)
    .filter((file) => C_FILES.test(file) && !without.includes(file))
    .map((file) => join(folder, file));

function buildZlib(folder: string): void {
  buildLibrary({
    file: built("libz.so.1.2.13"),
    sources: filesOf(folder),
    flags: [...WASI_HEADERS, "-DHAVE_UNISTD_H"],
  });
}

/** A library under the name by which others are to need it: its file has the minor version too. */
function soname(name: string): string {
  const folder = built("sonames");
  mkdirSync(folder, { recursive: true });
  const file = LIBRARIES.find((library) => library.startsWith(name))!;
  writeFileSync(join(folder, name), readFileSync(built(file)));
  return join(folder, name);
}

/** setjmp and longjmp by exceptions, as LLVM 14 has them. */
const SETJMP = ["-mexception-handling", "-mllvm", "-wasm-enable-sjlj", "-mllvm", "-exception-model=wasm"];

function buildSetjmp(): void {
  buildLibrary({ file: built("libsetjmp.so.1"), sources: [source("setjmp.c")], flags: SETJMP });
}

const LUA = [
  "-D_WASI_EMULATED_SIGNAL",
  "-D_WASI_EMULATED_PROCESS_CLOCKS",
  "-DLUA_TMPNAMBUFSIZE=32",
  "-Dlua_tmpnam(name,failed)=(failed=1)",
];

function buildLua(folder: string): void {
  buildLibrary({
    file: built("liblua5.4.so.0"),
    sources: filesOf(folder, ["lua.c", "luac.c"]),
    needs: [built("libsetjmp.so.1")],
    flags: ["-isystem", pathOf("real-libraries", "c"), ...WASI_HEADERS, ...LUA, ...SETJMP],
  });
}

/** The main program, with all of wasi-libc that the libraries use. */
function buildLibc(): void {
  const inputs = [...PROGRAMS, ...LIBRARIES].map((name) => ({
    name,
    bytes: new Uint8Array(readFileSync(built(name))),
  }));
  buildMain({
    file: built(MAIN),
    sources: [source("libc.c")],
    exports: ["_start", ...neededSymbols(inputs).filter((name) => name !== "dlsym")],
    flags: [...WASI_LIBC, "-lwasi-emulated-process-clocks", "-Wno-deprecated-declarations"],
  });
}
