// An open file of the host.

import { Fd, wasi } from "@bjorn3/browser_wasi_shim";
import { attempt, attemptOnly, Refusal } from "./errno.ts";
import { fileType, filestatOf, type HostFs, newTimes } from "./host-fs.ts";

/** All that WASI can allow. */
export const EVERY_RIGHT = (1n << 30n) - 1n;

const NO_DATA = { data: new Uint8Array(0) };
const NOT_WRITTEN = { nwritten: 0 };
const NO_OFFSET = { offset: 0n };

export class HostFile extends Fd {
  private readonly fs: HostFs;
  private readonly fd: number;
  private append: boolean;
  private position = 0;

  constructor(fs: HostFs, fd: number, append: boolean) {
    super();
    this.fs = fs;
    this.fd = fd;
    this.append = append;
  }

  private readAt(size: number, position: number): Uint8Array {
    const data = new Uint8Array(size);
    return data.subarray(0, this.fs.readSync(this.fd, data, 0, size, position));
  }

  /** Writes all of it; `position` is ignored where the file is only appended to. */
  private writeAt(data: Uint8Array, position: number): void {
    for (let done = 0; done < data.length; )
      done += this.fs.writeSync(
        this.fd,
        data,
        done,
        data.length - done,
        this.append ? null : position + done,
      );
  }

  private get size(): number {
    return this.fs.fstatSync(this.fd).size;
  }

  override fd_close() {
    return attemptOnly(() => this.fs.closeSync(this.fd));
  }

  override fd_fdstat_get() {
    return attempt({ fdstat: null as wasi.Fdstat | null }, () => {
      const flags = this.append ? wasi.FDFLAGS_APPEND : 0;
      const fdstat = new wasi.Fdstat(fileType(this.fs.fstatSync(this.fd)), flags);
      fdstat.fs_rights_base = EVERY_RIGHT;
      return { fdstat };
    });
  }

  override fd_fdstat_set_flags(flags: number) {
    this.append = (flags & wasi.FDFLAGS_APPEND) !== 0;
    return wasi.ERRNO_SUCCESS;
  }

  override fd_filestat_get() {
    return attempt({ filestat: null as wasi.Filestat | null }, () => ({
      filestat: filestatOf(this.fs.fstatSync(this.fd)),
    }));
  }

  override fd_filestat_set_size(size: bigint) {
    return attemptOnly(() => this.fs.ftruncateSync(this.fd, Number(size)));
  }

  override fd_filestat_set_times(atim: bigint, mtim: bigint, flags: number) {
    return attemptOnly(() =>
      this.fs.futimesSync(this.fd, ...newTimes(this.fs.fstatSync(this.fd), atim, mtim, flags)),
    );
  }

  override fd_allocate(offset: bigint, length: bigint) {
    return attemptOnly(() => {
      const size = Number(offset + length);
      if (size > this.size) this.fs.ftruncateSync(this.fd, size);
    });
  }

  override fd_read(size: number) {
    return attempt(NO_DATA, () => {
      const data = this.readAt(size, this.position);
      this.position += data.length;
      return { data };
    });
  }

  override fd_pread(size: number, offset: bigint) {
    return attempt(NO_DATA, () => ({ data: this.readAt(size, Number(offset)) }));
  }

  override fd_write(data: Uint8Array) {
    return attempt(NOT_WRITTEN, () => {
      this.writeAt(data, this.position);
      this.position = this.append ? this.size : this.position + data.length;
      return { nwritten: data.length };
    });
  }

  override fd_pwrite(data: Uint8Array, offset: bigint) {
    return attempt(NOT_WRITTEN, () => {
      this.writeAt(data, Number(offset));
      return { nwritten: data.length };
    });
  }

  override fd_seek(offset: bigint, whence: number) {
    return attempt(NO_OFFSET, () => {
      const from = whence === wasi.WHENCE_SET ? 0 : whence === wasi.WHENCE_CUR ? this.position : this.size;
      const position = from + Number(offset);
      if (position < 0 || whence > wasi.WHENCE_END) throw new Refusal(wasi.ERRNO_INVAL);
      this.position = position;
      return { offset: BigInt(position) };
    });
  }

  override fd_tell() {
    return { ret: wasi.ERRNO_SUCCESS, offset: BigInt(this.position) };
  }

  override fd_sync() {
    return attemptOnly(() => this.fs.fsyncSync(this.fd));
  }
}
