// wasi/: WASI preview 1 for command modules and for linked modules that import it (`mortise/wasi`), by the npm package
// @bjorn3/browser_wasi_shim, whose in-memory files can be used with it. `create-wasi` joins it to an instance; `host-directory`,
// `host-file` and `host-stream` are a host's own files, over a `HostFs` such as node:fs; `errno` has the numbers of its errors.

export { ConsoleStdout, Directory, Fd, File, OpenFile, PreopenDirectory } from "@bjorn3/browser_wasi_shim";
export { createWasi, usesWasi, type Wasi, type WasiInstance, type WasiOptions } from "./create-wasi.ts";
export { hostDirectory } from "./host-directory.ts";
export type { HostFs, HostStats } from "./host-fs.ts";
export { hostInput, hostOutput, type StreamKind } from "./host-stream.ts";
