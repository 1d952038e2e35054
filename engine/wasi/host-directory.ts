// A directory of the host, read and written for real. A program sees what is below it, and nothing else: paths that lead
// out of it, through `..` or a symbolic link, are refused.

import { Fd, Inode, wasi } from "@bjorn3/browser_wasi_shim";
import { attempt, attemptOnly, Refusal } from "./errno.ts";
import { EVERY_RIGHT, HostFile } from "./host-file.ts";
import { fileType, filestatOf, type HostFs, newTimes } from "./host-fs.ts";

const FOLLOW = 1;
const READ = BigInt(wasi.RIGHTS_FD_READ);
const WRITE = BigInt(wasi.RIGHTS_FD_WRITE);
const MODE = 0o666;

/**
 * Opens a host directory for a program.
 * @param fs node:fs, or what does the same
 * @param path the directory on the host; what it throws if there is none passes
 * @param name its path in the program, such as `/` or `/data`
 */
export function hostDirectory(fs: HostFs, path: string, name: string): Fd {
  const root = fs.realpathSync(path);
  fs.readdirSync(root);
  return new HostDirectory(fs, root, root, name);
}

/** A file that is being linked or moved: the shim hands it from one directory to another. */
class HostInode extends Inode {
  readonly path: string;
  readonly moves: boolean;
  private readonly fs: HostFs;

  constructor(fs: HostFs, path: string, moves: boolean) {
    super();
    this.fs = fs;
    this.path = path;
    this.moves = moves;
  }

  override path_open() {
    return { ret: wasi.ERRNO_NOTSUP, fd_obj: null };
  }

  override stat() {
    return filestatOf(this.fs.lstatSync(this.path));
  }
}

class HostDirectory extends Fd {
  private readonly fs: HostFs;
  /** The preopened directory around it, which nothing leaves; and itself. */
  private readonly root: string;
  private readonly path: string;
  private readonly name: string | undefined;
  private entries: readonly string[] = [];

  constructor(fs: HostFs, root: string, path: string, name: string | undefined) {
    super();
    this.fs = fs;
    this.root = root;
    this.path = path;
    this.name = name;
  }

  /** The host's path of a program's. @throws Refusal, or the host's error where there is no directory on the way */
  private locate(path: string, follow: boolean): string {
    if (path.startsWith("/") || path.startsWith("\\")) throw new Refusal(wasi.ERRNO_NOTCAPABLE);
    if (path.includes("\0")) throw new Refusal(wasi.ERRNO_INVAL);
    let host = this.path;
    const parts = path.split("/").filter((part) => part !== "" && part !== ".");
    parts.forEach((part, at) => {
      host = this.step(host, part, follow || at < parts.length - 1);
    });
    return host;
  }

  /** One step of a path: links are followed where they lead, if they stay inside. */
  private step(folder: string, part: string, follow: boolean): string {
    const next = `${folder}/${part}`;
    const real = part === ".." || (follow && this.exists(next)) ? this.fs.realpathSync(next) : next;
    if (real !== this.root && !(real.startsWith(this.root) && /[\\/]/.test(this.charAfterRoot(real))))
      throw new Refusal(wasi.ERRNO_NOTCAPABLE);
    return real;
  }

  /** The separator behind the root, which may itself end in one. */
  private charAfterRoot(path: string): string {
    return /[\\/]$/.test(this.root) ? "/" : path.charAt(this.root.length);
  }

  /** Whether there is anything, be it a link that leads nowhere. */
  private exists(path: string): boolean {
    try {
      this.fs.lstatSync(path);
      return true;
    } catch {
      return false;
    }
  }

  override fd_fdstat_get() {
    const fdstat = new wasi.Fdstat(wasi.FILETYPE_DIRECTORY, 0);
    fdstat.fs_rights_base = EVERY_RIGHT;
    fdstat.fs_rights_inherited = EVERY_RIGHT;
    return { ret: wasi.ERRNO_SUCCESS, fdstat };
  }

  override fd_prestat_get() {
    return this.name === undefined
      ? { ret: wasi.ERRNO_BADF, prestat: null }
      : { ret: wasi.ERRNO_SUCCESS, prestat: wasi.Prestat.dir(this.name) };
  }

  override fd_filestat_get() {
    return this.path_filestat_get(FOLLOW, ".");
  }

  /** Names are read when a program begins at 0, so that cookies stay what they were. */
  override fd_readdir_single(cookie: bigint) {
    return attempt({ dirent: null as wasi.Dirent | null }, () => {
      if (cookie === 0n) this.entries = [".", "..", ...this.fs.readdirSync(this.path)];
      const name = this.entries[Number(cookie)];
      if (name === undefined) return { dirent: null };
      const stats = this.fs.lstatSync(name === ".." ? this.path : `${this.path}/${name}`);
      return { dirent: new wasi.Dirent(cookie + 1n, BigInt(stats.ino), name, fileType(stats)) };
    });
  }

  override path_filestat_get(flags: number, path: string) {
    return attempt({ filestat: null as wasi.Filestat | null }, () => ({
      filestat: filestatOf(this.fs.lstatSync(this.locate(path, (flags & FOLLOW) !== 0))),
    }));
  }

  override path_filestat_set_times(flags: number, path: string, atim: bigint, mtim: bigint, which: number) {
    return attemptOnly(() => {
      const host = this.locate(path, (flags & FOLLOW) !== 0);
      this.fs.utimesSync(host, ...newTimes(this.fs.statSync(host), atim, mtim, which));
    });
  }

  override path_open(
    dirflags: number,
    path: string,
    oflags: number,
    rights: bigint,
    _inheriting: bigint,
    fdFlags: number,
  ) {
    return attempt({ fd_obj: null as Fd | null }, () => {
      const host = this.locate(path, (dirflags & FOLLOW) !== 0);
      const stats = this.exists(host) ? this.fs.lstatSync(host) : undefined;
      if (stats?.isSymbolicLink()) throw new Refusal(wasi.ERRNO_LOOP);
      if (stats?.isDirectory()) return { fd_obj: this.directoryAt(host, oflags) };
      if (oflags & wasi.OFLAGS_DIRECTORY)
        throw new Refusal(stats === undefined ? wasi.ERRNO_NOENT : wasi.ERRNO_NOTDIR);
      const fd = this.fs.openSync(host, this.openFlags(oflags, rights, fdFlags), MODE);
      return { fd_obj: new HostFile(this.fs, fd, (fdFlags & wasi.FDFLAGS_APPEND) !== 0) };
    });
  }

  private directoryAt(host: string, oflags: number): Fd {
    if (oflags & wasi.OFLAGS_EXCL) throw new Refusal(wasi.ERRNO_EXIST);
    if (oflags & wasi.OFLAGS_TRUNC) throw new Refusal(wasi.ERRNO_ISDIR);
    return new HostDirectory(this.fs, this.root, host, undefined);
  }

  private openFlags(oflags: number, rights: bigint, fdFlags: number): number {
    const { constants } = this.fs;
    const writes = (rights & WRITE) !== 0n;
    const reads = (rights & READ) !== 0n || !writes;
    let flags = writes ? (reads ? constants.O_RDWR : constants.O_WRONLY) : constants.O_RDONLY;
    if (oflags & wasi.OFLAGS_CREAT) flags |= constants.O_CREAT;
    if (oflags & wasi.OFLAGS_EXCL) flags |= constants.O_EXCL;
    if (oflags & wasi.OFLAGS_TRUNC) flags |= constants.O_TRUNC;
    if (fdFlags & wasi.FDFLAGS_APPEND) flags |= constants.O_APPEND;
    return flags;
  }

  override path_create_directory(path: string) {
    return attemptOnly(() => void this.fs.mkdirSync(this.locate(path, false)));
  }

  override path_remove_directory(path: string) {
    return attemptOnly(() => this.fs.rmdirSync(this.locate(path, false)));
  }

  override path_unlink_file(path: string) {
    return attemptOnly(() => {
      const host = this.locate(path, false);
      if (this.fs.lstatSync(host).isDirectory()) throw new Refusal(wasi.ERRNO_ISDIR);
      this.fs.unlinkSync(host);
    });
  }

  override path_readlink(path: string) {
    return attempt({ data: null as string | null }, () => ({
      data: this.fs.readlinkSync(this.locate(path, false)),
    }));
  }

  /** The first half of a rename: nothing happens until the other directory links it. */
  override path_unlink(path: string) {
    return this.inode(path, false, true);
  }

  override path_lookup(path: string, dirflags: number) {
    return this.inode(path, (dirflags & FOLLOW) !== 0, false);
  }

  private inode(path: string, follow: boolean, moves: boolean) {
    return attempt({ inode_obj: null as Inode | null }, () => {
      const host = this.locate(path, follow);
      this.fs.lstatSync(host);
      return { inode_obj: new HostInode(this.fs, host, moves) };
    });
  }

  override path_link(path: string, inode: Inode) {
    return attemptOnly(() => {
      if (!(inode instanceof HostInode)) throw new Refusal(wasi.ERRNO_XDEV);
      const host = this.locate(path, false);
      if (inode.moves) this.fs.renameSync(inode.path, host);
      else this.fs.linkSync(inode.path, host);
    });
  }

  override fd_read() {
    return { ret: wasi.ERRNO_ISDIR, data: new Uint8Array(0) };
  }

  override fd_write() {
    return { ret: wasi.ERRNO_ISDIR, nwritten: 0 };
  }
}
