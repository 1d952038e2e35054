// What programs ask of directories and files of the host beyond the ordinary: how paths are opened, times, what is refused.

import * as fs from "node:fs";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Fd, File, PreopenDirectory, wasi } from "@bjorn3/browser_wasi_shim";
import t from "tap";
import type { HostFs } from "./host-fs.ts";
import { createWasi, hostDirectory, hostInput, hostOutput } from "./index.ts";

const READ = BigInt(wasi.RIGHTS_FD_READ);
const WRITE = BigInt(wasi.RIGHTS_FD_WRITE);
const { CREAT, DIRECTORY, EXCL, TRUNC } = {
  CREAT: wasi.OFLAGS_CREAT,
  DIRECTORY: wasi.OFLAGS_DIRECTORY,
  EXCL: wasi.OFLAGS_EXCL,
  TRUNC: wasi.OFLAGS_TRUNC,
};

const root = realpathSync(mkdtempSync(join(tmpdir(), "mortise-host-")));
t.teardown(() => rmSync(root, { recursive: true }));
mkdirSync(join(root, "inner"));
writeFileSync(join(root, "a"), "abcdef");
symlinkSync("a", join(root, "link"));

const directory = hostDirectory(fs, root, "/w");
const open = (path: string, oflags = 0, rights = READ, fdFlags = 0, dirflags = 0) =>
  directory.path_open(dirflags, path, oflags, rights, 0n, fdFlags);
const bytes = (text: string) => new TextEncoder().encode(text);

t.test("directories in directories have no name of their own, and no way out", (t) => {
  const inner = open("inner", DIRECTORY).fd_obj!;
  t.same(inner.fd_prestat_get(), { ret: wasi.ERRNO_BADF, prestat: null });
  t.equal(inner.fd_filestat_get().filestat!.filetype, wasi.FILETYPE_DIRECTORY);
  t.equal(inner.path_filestat_get(0, "../a").filestat!.size, 6n, "within the root");
  t.equal(inner.path_filestat_get(0, "../../a").ret, wasi.ERRNO_NOTCAPABLE);
  t.equal(inner.fd_read(1).ret, wasi.ERRNO_ISDIR);
  t.equal(inner.fd_write(bytes("x")).ret, wasi.ERRNO_ISDIR);
  t.equal(inner.fd_fdstat_get().fdstat!.fs_filetype, wasi.FILETYPE_DIRECTORY);
  t.end();
});

t.test("the root of the host is a root", (t) => {
  const everything = hostDirectory(fs, "/", "/");
  t.equal(everything.path_filestat_get(0, join(root, "a").slice(1)).filestat!.size, 6n);
  t.equal(everything.path_filestat_get(0, "..").ret, 0, "which is above itself");
  t.end();
});

t.test("a directory is not opened as what it is not, nor what is not there as one", (t) => {
  t.equal(open("inner", CREAT | EXCL, WRITE).ret, wasi.ERRNO_EXIST);
  t.equal(open("inner", TRUNC, WRITE).ret, wasi.ERRNO_ISDIR);
  t.equal(open("none", DIRECTORY).ret, wasi.ERRNO_NOENT);
  t.equal(open("a", DIRECTORY).ret, wasi.ERRNO_NOTDIR);
  t.end();
});

t.test("links are followed if asked, read, and seen as links", (t) => {
  t.equal(open("link").ret, wasi.ERRNO_LOOP);
  const { fd_obj } = open("link", 0, READ, 0, 1);
  t.same(fd_obj!.fd_read(3).data, bytes("abc"));
  t.equal(fd_obj!.fd_close(), 0);
  t.equal(directory.path_readlink("link").data, "a");
  t.equal(directory.path_readlink("a").ret, wasi.ERRNO_INVAL);
  t.equal(directory.path_filestat_get(0, "link").filestat!.filetype, wasi.FILETYPE_SYMBOLIC_LINK);
  t.equal(directory.path_filestat_get(1, "link").filestat!.filetype, wasi.FILETYPE_REGULAR_FILE);
  const inode = directory.path_lookup("link", 0).inode_obj!;
  t.equal(inode.stat().filetype, wasi.FILETYPE_SYMBOLIC_LINK);
  t.end();
});

t.test("files are emptied, and appended to wherever they are", (t) => {
  writeFileSync(join(root, "log"), "old");
  const emptied = open("log", CREAT | TRUNC, WRITE).fd_obj!;
  emptied.fd_write(bytes("new"));
  t.same(emptied.fd_seek(1n, wasi.WHENCE_CUR), { ret: 0, offset: 4n });
  t.equal(emptied.fd_seek(0n, 3).ret, wasi.ERRNO_INVAL, "there is no such whence");
  emptied.fd_close();
  const appended = open("log", 0, WRITE, wasi.FDFLAGS_APPEND).fd_obj!;
  t.equal(appended.fd_fdstat_get().fdstat!.fs_flags, wasi.FDFLAGS_APPEND);
  appended.fd_seek(0n, wasi.WHENCE_SET);
  t.same(appended.fd_write(bytes("er")), { ret: 0, nwritten: 2 });
  t.same(appended.fd_tell().offset, 5n);
  appended.fd_close();
  t.equal(readFileSync(join(root, "log"), "utf8"), "newer");
  t.end();
});

t.test("times: given, now, or as they are", (t) => {
  const file = open("a", 0, WRITE).fd_obj!;
  const { FSTFLAGS_ATIM: atim, FSTFLAGS_MTIM: mtim, FSTFLAGS_MTIM_NOW: now } = wasi;
  t.equal(file.fd_filestat_set_times(1_000_000_000n, 2_000_000_000n, atim | mtim), 0);
  t.same(
    [file.fd_filestat_get().filestat!.atim, file.fd_filestat_get().filestat!.mtim],
    [1_000_000_000n, 2_000_000_000n],
  );
  const before = BigInt(Date.now()) * 1_000_000n;
  t.equal(file.fd_filestat_set_times(7n, 7n, now), 0);
  const { filestat } = file.fd_filestat_get();
  t.equal(filestat!.atim, 1_000_000_000n, "not asked to change");
  t.ok(filestat!.mtim >= before - 1_000_000_000n);
  file.fd_close();
  t.end();
});

t.test("files of another kind of directory are not linked here", (t) => {
  t.equal(directory.path_link("foreign", new File([1]), false), wasi.ERRNO_XDEV);
  t.equal(new PreopenDirectory("/x", new Map()).path_lookup("none", 0).inode_obj, null);
  t.equal(directory.path_lookup("none", 0).ret, wasi.ERRNO_NOENT);
  t.end();
});

t.test("what the host refuses for a reason that WASI has no number for is an I/O error", (t) => {
  const failing = (error: unknown): HostFs => ({
    ...(fs as unknown as HostFs),
    mkdirSync() {
      throw error;
    },
  });
  const made = (error: unknown) => hostDirectory(failing(error), root, "/").path_create_directory("d");
  t.equal(made(Object.assign(new Error(), { code: "EROFS" })), wasi.ERRNO_ROFS);
  t.equal(made(Object.assign(new Error(), { code: "EWHATEVER" })), wasi.ERRNO_IO);
  t.equal(made(new Error("no code")), wasi.ERRNO_IO);
  t.end();
});

t.test("a device is one", { skip: fs.existsSync("/dev/null") ? false : "no /dev/null here" }, (t) => {
  const devices = hostDirectory(fs, "/dev", "/dev");
  t.equal(devices.path_filestat_get(0, "null").filestat!.filetype, wasi.FILETYPE_CHARACTER_DEVICE);
  t.end();
});

t.test("standard streams", (t) => {
  const written: string[] = [];
  const output = hostOutput((data) => void written.push(new TextDecoder().decode(data)), "terminal");
  const input = hostInput((size) => bytes("input").subarray(0, size));
  t.same(output.fd_write(bytes("out")), { ret: 0, nwritten: 3 });
  t.same(written, ["out"]);
  t.same(input.fd_read(2), { ret: 0, data: bytes("in") });
  t.equal(output.fd_fdstat_get().fdstat!.fs_filetype, wasi.FILETYPE_CHARACTER_DEVICE);
  t.equal(output.fd_filestat_get().filestat!.filetype, wasi.FILETYPE_CHARACTER_DEVICE);
  t.equal(input.fd_fdstat_get().fdstat!.fs_rights_base, READ);
  for (const stream of [input, output] as Fd[]) {
    t.equal(stream.fd_seek(0n, 0).ret, wasi.ERRNO_SPIPE);
    t.equal(stream.fd_tell().ret, wasi.ERRNO_SPIPE);
  }
  const closed = hostOutput(() => {
    throw Object.assign(new Error(), { code: "EPIPE" });
  });
  t.same(closed.fd_write(bytes("x")), { ret: wasi.ERRNO_PIPE, nwritten: 0 });
  t.end();
});

t.test("instances: commands, libraries, and those that are neither", (t) => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const wasiOf = () => createWasi({ args: ["ö"] });
  t.throws(() => wasiOf().start({ exports: { memory } }), { code: "wasi-no-start" });
  t.throws(() => wasiOf().start({ exports: { _start: () => {} } }), { code: "wasi-no-memory" });
  t.throws(() => wasiOf().initialize({ exports: { memory: null } }), { code: "wasi-no-memory" });
  t.equal(wasiOf().start({ exports: { memory, _start: () => {} } }), 0);
  const library = wasiOf();
  let initialized = 0;
  library.initialize({ exports: { memory, _initialize: () => initialized++ } });
  library.initialize({ exports: { memory } });
  t.equal(initialized, 1);
  const { args_sizes_get, proc_exit } = library.imports.wasi_snapshot_preview1 as Record<
    string,
    (...args: number[]) => number
  >;
  t.equal(args_sizes_get!(0, 4), 0);
  t.same([...new Uint32Array(memory.buffer, 0, 2)], [1, 3], "bytes are counted, not characters");
  t.equal(
    library.run(() => void proc_exit!(3)),
    3,
  );
  t.throws(
    () =>
      library.run(() => {
        throw new RangeError("its own");
      }),
    RangeError,
  );
  t.end();
});
