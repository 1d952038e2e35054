// Standard streams of the host: bytes that are read or written as they come.

import { Fd, wasi } from "@bjorn3/browser_wasi_shim";
import { attempt } from "./errno.ts";

/** What a program is told of a stream: a terminal, a file, or anything else. */
export type StreamKind = "terminal" | "file" | "other";

const TYPES: Readonly<Record<StreamKind, number>> = {
  terminal: wasi.FILETYPE_CHARACTER_DEVICE,
  file: wasi.FILETYPE_REGULAR_FILE,
  other: wasi.FILETYPE_UNKNOWN,
};

/** A stream; it cannot be sought in, which is how programs tell a terminal. */
class HostStream extends Fd {
  private readonly kind: StreamKind;
  private readonly right: number;

  constructor(kind: StreamKind, right: number) {
    super();
    this.kind = kind;
    this.right = right;
  }

  override fd_fdstat_get() {
    const fdstat = new wasi.Fdstat(TYPES[this.kind], 0);
    fdstat.fs_rights_base = BigInt(this.right);
    return { ret: wasi.ERRNO_SUCCESS, fdstat };
  }

  override fd_filestat_get() {
    return { ret: wasi.ERRNO_SUCCESS, filestat: new wasi.Filestat(0n, TYPES[this.kind], 0n) };
  }

  override fd_seek() {
    return { ret: wasi.ERRNO_SPIPE, offset: 0n };
  }

  override fd_tell() {
    return { ret: wasi.ERRNO_SPIPE, offset: 0n };
  }
}

class Input extends HostStream {
  private readonly read: (size: number) => Uint8Array;

  constructor(read: (size: number) => Uint8Array, kind: StreamKind) {
    super(kind, wasi.RIGHTS_FD_READ);
    this.read = read;
  }

  override fd_read(size: number) {
    return attempt({ data: new Uint8Array(0) }, () => ({ data: this.read(size) }));
  }
}

class Output extends HostStream {
  private readonly write: (data: Uint8Array) => void;

  constructor(write: (data: Uint8Array) => void, kind: StreamKind) {
    super(kind, wasi.RIGHTS_FD_WRITE);
    this.write = write;
  }

  override fd_write(data: Uint8Array) {
    return attempt({ nwritten: 0 }, () => {
      this.write(data);
      return { nwritten: data.length };
    });
  }
}

/** Standard input: `read` gives up to `size` bytes, none at the end; what it throws becomes an error number. */
export const hostInput = (read: (size: number) => Uint8Array, kind: StreamKind = "other"): Fd =>
  new Input(read, kind);

/** Standard output or error output: `write` takes all it is given. */
export const hostOutput = (write: (data: Uint8Array) => void, kind: StreamKind = "other"): Fd =>
  new Output(write, kind);
