// WASI programs that clang compiled (examples/wasi): files of the host for real, the environment, exit codes, standard input.

import { spawnSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import t from "tap";
import { hostDirectory } from "../wasi/index.ts";
import { dispatch } from "./index.ts";

const PROGRAMS = join("examples", "wasi");

/** A folder with files by name. */
function folder(t: { teardown(work: () => void): void }, files: Record<string, string>): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "mortise-wasi-")));
  t.teardown(() => rmSync(path, { recursive: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return path;
}

async function mortise(...argv: string[]): Promise<{ code: number; out: string; error: string }> {
  const text = { out: "", error: "" };
  const code = await dispatch(argv, {
    out: (line) => void (text.out += `${line}\n`),
    error: (line) => void (text.error += `${line}\n`),
    bytes: (stream, data) => void (text[stream] += new TextDecoder().decode(data)),
  });
  return { code, ...text };
}

for (const cores of ["js", "native"])
  t.test(`a program moves, removes and writes files of the host (${cores} cores)`, async (t) => {
    const path = folder(t, { "a.txt": "a", "b.tmp": "", "ö.json": "{}" });
    const argv = ["run", "--cores", cores, "--dir", `${path}::/w`, "--env", "USER=Ö"];
    const { code, out, error } = await mortise(...argv, join(PROGRAMS, "tidy.wasm"), "/w");
    t.equal(error, "");
    t.equal(code, 0);
    t.same(out.split("\n").sort(), ["", "/w/a.txt -> /w/txt/a.txt", "/w/ö.json -> /w/json/ö.json"]);
    t.same(readdirSync(path, { recursive: true }).sort(), ["json", "json/ö.json", "log", "txt", "txt/a.txt"]);
    await mortise("run", "--dir", `${path}::/w`, join(PROGRAMS, "tidy.wasm"), "/w");
    t.equal(readFileSync(join(path, "log"), "utf8"), "tidied by Ö\ntidied by nobody\n");
  });

t.test("a program sees nothing beside its directories", async (t) => {
  const outside = folder(t, { "secret.txt": "secret" });
  const path = folder(t, { "plain.txt": "a b\n" });
  mkdirSync(join(path, "inner"));
  symlinkSync(outside, join(path, "way-out"));
  symlinkSync(join(outside, "secret.txt"), join(path, "file-out"));
  symlinkSync("plain.txt", join(path, "inside"));
  symlinkSync("nowhere", join(path, "dangling"));
  const count = (...files: string[]) =>
    mortise("run", "--dir", `${path}::/w`, join(PROGRAMS, "count.wasm"), ...files);
  t.same(await count("/w/inside", "/w/inner/../plain.txt"), {
    code: 0,
    out: "1 2 4 /w/inside\n1 2 4 /w/inner/../plain.txt\n",
    error: "",
  });
  for (const file of [
    "/w/way-out/secret.txt",
    "/w/file-out",
    "/w/../w/plain.txt",
    "/w/dangling",
    "/w/inner/../../x",
    "/etc/passwd",
  ])
    t.same(await count(file), { code: 1, out: "", error: `${file}: cannot be read\n` }, file);
});

t.test("what a program asks of a directory", async (t) => {
  const path = folder(t, { a: "abc", b: "" });
  const directory = hostDirectory(fs, path, "/");
  t.equal(directory.fd_prestat_get().ret, 0);
  t.equal(directory.path_filestat_get(0, "a").filestat!.size, 3n);
  t.equal(directory.path_filestat_get(0, "none").ret, 44, "no such file");
  t.equal(directory.path_create_directory("d"), 0);
  t.equal(directory.path_create_directory("d"), 20, "it exists");
  t.equal(directory.path_unlink_file("d"), 31, "it is a directory");
  t.equal(directory.path_remove_directory("a"), 54, "it is no directory");
  t.equal(directory.path_link("hard", directory.path_lookup("a", 0).inode_obj!, false), 0);
  t.equal(directory.path_link("d/moved", directory.path_unlink("b").inode_obj!, true), 0);
  t.equal(directory.path_remove_directory("d"), 55, "it is not empty");
  t.same([existsSync(join(path, "b")), existsSync(join(path, "d", "moved"))], [false, true]);
  t.equal(directory.path_open(0, "/a", 0, 2n, 0n, 0).ret, 76, "absolute paths are not allowed");
  t.equal(directory.path_open(0, "a\0b", 0, 2n, 0n, 0).ret, 28);
  t.equal(directory.path_open(0, "a", 1 | 4, 64n, 0n, 0).ret, 20, "created exclusively");
  t.equal(directory.path_open(0, "a", 2, 2n, 0n, 0).ret, 54, "opened as a directory");
  t.equal(directory.path_filestat_set_times(0, "a", 0n, 5_000_000_000n, 1 | 4), 0);
  t.equal(directory.path_filestat_get(0, "a").filestat!.mtim, 5_000_000_000n);
  linkSync(join(path, "a"), join(path, "again"));
  const names: string[] = [];
  for (let cookie = 0n; ; ) {
    const { dirent } = directory.fd_readdir_single(cookie);
    if (dirent === null) break;
    names.push(new TextDecoder().decode(dirent.dir_name));
    cookie = dirent.d_next;
  }
  t.same(names.sort(), [".", "..", "a", "again", "d", "hard"]);
});

t.test("what a program asks of a file", (t) => {
  const path = folder(t, { a: "abcdef" });
  const directory = hostDirectory(fs, path, "/");
  const file = directory.path_open(0, "a", 0, 2n | 64n, 0n, 0).fd_obj!;
  const text = (data: Uint8Array) => new TextDecoder().decode(data);
  t.equal(text(file.fd_read(2).data), "ab");
  t.equal(text(file.fd_pread(2, 4n).data), "ef");
  t.same(file.fd_seek(-1n, 2), { ret: 0, offset: 5n });
  t.equal(file.fd_seek(-1n, 0).ret, 28);
  t.equal(file.fd_write(new TextEncoder().encode("XYZ")).nwritten, 3);
  t.same(file.fd_tell(), { ret: 0, offset: 8n });
  file.fd_pwrite(new TextEncoder().encode("-"), 0n);
  t.equal(readFileSync(join(path, "a"), "utf8"), "-bcdeXYZ");
  t.equal(file.fd_filestat_set_size(2n), 0);
  t.equal(file.fd_allocate(0n, 4n), 0);
  t.equal(file.fd_filestat_get().filestat!.size, 4n);
  t.equal(file.fd_fdstat_set_flags(1), 0);
  t.equal(file.fd_fdstat_get().fdstat!.fs_flags, 1);
  t.equal(file.fd_sync(), 0);
  t.equal(file.fd_close(), 0);
  t.equal(file.fd_read(1).ret, 8, "it is closed");
  const reader = directory.path_open(0, "a", 0, 2n, 0n, 0).fd_obj!;
  t.not(reader.fd_write(new Uint8Array(1)).ret, 0, "it was opened for reading");
  reader.fd_close();
  t.end();
});

t.test("the process: standard input, and the exit code of the program", (t) => {
  const extension = import.meta.url.slice(-3);
  const main = fileURLToPath(new URL(`./main${extension}`, import.meta.url));
  const args = [
    ...(extension === ".ts" ? ["--import", "tsx"] : []),
    main,
    "run",
    join(PROGRAMS, "count.wasm"),
  ];
  const counted = spawnSync(process.execPath, args, { input: "two words\n", encoding: "utf8" });
  t.same([counted.stdout, counted.stderr, counted.status], ["1 2 10 -\n", "", 0]);
  const failed = spawnSync(process.execPath, [...args, "none"], { input: "", encoding: "utf8" });
  t.same([failed.stdout, failed.stderr, failed.status], ["", "none: cannot be read\n", 1]);
  t.end();
});
