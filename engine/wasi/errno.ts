// The host's errors as WASI's numbers.

import { wasi } from "@bjorn3/browser_wasi_shim";

const NUMBERS: Readonly<Record<string, number>> = {
  EACCES: wasi.ERRNO_ACCES,
  EAGAIN: wasi.ERRNO_AGAIN,
  EBADF: wasi.ERRNO_BADF,
  EBUSY: wasi.ERRNO_BUSY,
  EEXIST: wasi.ERRNO_EXIST,
  EFBIG: wasi.ERRNO_FBIG,
  EINVAL: wasi.ERRNO_INVAL,
  EISDIR: wasi.ERRNO_ISDIR,
  ELOOP: wasi.ERRNO_LOOP,
  EMFILE: wasi.ERRNO_MFILE,
  EMLINK: wasi.ERRNO_MLINK,
  ENAMETOOLONG: wasi.ERRNO_NAMETOOLONG,
  ENOENT: wasi.ERRNO_NOENT,
  ENOSPC: wasi.ERRNO_NOSPC,
  ENOTDIR: wasi.ERRNO_NOTDIR,
  ENOTEMPTY: wasi.ERRNO_NOTEMPTY,
  EPERM: wasi.ERRNO_PERM,
  EPIPE: wasi.ERRNO_PIPE,
  EROFS: wasi.ERRNO_ROFS,
  ETXTBSY: wasi.ERRNO_TXTBSY,
  EXDEV: wasi.ERRNO_XDEV,
};

/** A refusal of this room's own. */
export class Refusal extends Error {
  readonly errno: number;

  constructor(errno: number) {
    super(`errno ${errno}`);
    this.errno = errno;
  }
}

const errnoOf = (error: unknown): number =>
  error instanceof Refusal
    ? error.errno
    : (NUMBERS[(error as { code?: string }).code ?? ""] ?? wasi.ERRNO_IO);

/** Does something with the host's files; its result, or `fallback` with the number of what went wrong. */
export function attempt<Result extends object>(
  fallback: Result,
  work: () => Result,
): Result & { ret: number } {
  try {
    return { ...work(), ret: wasi.ERRNO_SUCCESS };
  } catch (error) {
    return { ...fallback, ret: errnoOf(error) };
  }
}

/** As `attempt`, of what has no result but its number. */
export const attemptOnly = (work: () => void): number =>
  attempt({}, () => {
    work();
    return {};
  }).ret;
