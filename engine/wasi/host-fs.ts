// As much of node:fs as a host's files take: this room works with whatever has these functions, and needs no Node.

import { wasi } from "@bjorn3/browser_wasi_shim";

export interface HostStats {
  readonly size: number;
  readonly ino: number;
  readonly dev: number;
  readonly nlink: number;
  readonly atimeMs: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
  isCharacterDevice(): boolean;
}

export interface HostFs {
  readonly constants: Readonly<
    Record<"O_RDONLY" | "O_WRONLY" | "O_RDWR" | "O_CREAT" | "O_EXCL" | "O_TRUNC" | "O_APPEND", number>
  >;
  openSync(path: string, flags: number, mode: number): number;
  closeSync(fd: number): void;
  readSync(fd: number, buffer: Uint8Array, offset: number, length: number, position: number | null): number;
  writeSync(fd: number, buffer: Uint8Array, offset: number, length: number, position: number | null): number;
  fstatSync(fd: number): HostStats;
  ftruncateSync(fd: number, size: number): void;
  futimesSync(fd: number, atime: number, mtime: number): void;
  fsyncSync(fd: number): void;
  statSync(path: string): HostStats;
  lstatSync(path: string): HostStats;
  realpathSync(path: string): string;
  readdirSync(path: string): string[];
  mkdirSync(path: string): unknown;
  rmdirSync(path: string): void;
  unlinkSync(path: string): void;
  renameSync(from: string, to: string): void;
  linkSync(from: string, to: string): void;
  readlinkSync(path: string): string;
  utimesSync(path: string, atime: number, mtime: number): void;
}

const nanoseconds = (milliseconds: number) => BigInt(Math.round(milliseconds * 1e6));

export function fileType(stats: HostStats): number {
  if (stats.isFile()) return wasi.FILETYPE_REGULAR_FILE;
  if (stats.isDirectory()) return wasi.FILETYPE_DIRECTORY;
  if (stats.isSymbolicLink()) return wasi.FILETYPE_SYMBOLIC_LINK;
  return stats.isCharacterDevice() ? wasi.FILETYPE_CHARACTER_DEVICE : wasi.FILETYPE_UNKNOWN;
}

/** What WASI says of a file. */
export function filestatOf(stats: HostStats): wasi.Filestat {
  const filestat = new wasi.Filestat(BigInt(stats.ino), fileType(stats), BigInt(stats.size));
  filestat.dev = BigInt(stats.dev);
  filestat.nlink = BigInt(stats.nlink);
  filestat.atim = nanoseconds(stats.atimeMs);
  filestat.mtim = nanoseconds(stats.mtimeMs);
  filestat.ctim = nanoseconds(stats.ctimeMs);
  return filestat;
}

/** The times that `fst_flags` ask for, in seconds; those that are not to change are taken from `stats`. */
export function newTimes(
  stats: HostStats,
  atim: bigint,
  mtim: bigint,
  flags: number,
): readonly [atime: number, mtime: number] {
  const choose = (value: bigint, old: number, set: number, now: number) =>
    flags & now ? Date.now() / 1000 : flags & set ? Number(value) / 1e9 : old / 1000;
  return [
    choose(atim, stats.atimeMs, wasi.FSTFLAGS_ATIM, wasi.FSTFLAGS_ATIM_NOW),
    choose(mtim, stats.mtimeMs, wasi.FSTFLAGS_MTIM, wasi.FSTFLAGS_MTIM_NOW),
  ];
}
