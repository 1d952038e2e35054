// WASI for one instance: functions to be imported, and the start of a command. The functions are those of the shim; what
// is done here is to find the memory, and to say what is wrong where there is none.

import { type Fd, WASI, WASIProcExit } from "@bjorn3/browser_wasi_shim";
import { noMemory, noMemoryYet, noStart } from "./errors.ts";

/** The name that modules import WASI by. */
const MODULE = "wasi_snapshot_preview1";

export interface WasiOptions {
  /** The program's name first. None unless told. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** File descriptors from 0 on: standard input, output and error output, then directories. */
  readonly fds?: readonly Fd[];
}

/** As much of an instance as WASI needs. */
export interface WasiInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}

export interface Wasi {
  /** An import object: `wasi_snapshot_preview1` with its functions. One of it serves one instance. */
  readonly imports: { readonly [MODULE]: Readonly<Record<string, (...args: never[]) => unknown>> };
  /**
   * Runs a command's `_start`. @returns its exit code
   * @throws what it traps with; Error `wasi-no-start`, `wasi-no-memory`
   */
  start(instance: WasiInstance): number;
  /** Prepares an instance that is no command, calling its `_initialize` if there is one. @throws as `start` does */
  initialize(instance: WasiInstance): void;
  /** Calls a function that may end the program. @returns the exit code, or `undefined` if it did not end */
  run(call: () => void): number | undefined;
}

/** Whether a module with these imports uses WASI. */
export const usesWasi = (imports: readonly { readonly module: string }[]): boolean =>
  imports.some(({ module }) => module === MODULE);

type Memory = { readonly buffer: ArrayBuffer };

/** Makes WASI for one instance. */
export function createWasi({ args = [], env = {}, fds = [] }: WasiOptions = {}): Wasi {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const shim = new WASI([...args], variables, [...fds], { debug: false });
  shim.inst = tooEarly;
  const imports = { ...shim.wasiImport, args_sizes_get: argumentSizes(shim) };
  const bind = ({ exports }: WasiInstance) => {
    const { memory } = exports;
    if (!isMemory(memory)) throw noMemory();
    shim.inst = { exports: { memory: memory as never } };
  };
  const run = (call: () => void) => {
    try {
      call();
      return undefined;
    } catch (error) {
      if (error instanceof WASIProcExit) return error.code;
      throw error;
    }
  };
  return {
    imports: { [MODULE]: imports },
    run,
    start(instance) {
      const { _start: start } = instance.exports;
      if (typeof start !== "function") throw noStart();
      bind(instance);
      return run(() => start()) ?? 0;
    },
    initialize(instance) {
      bind(instance);
      const { _initialize: initialize } = instance.exports;
      if (typeof initialize === "function") initialize();
    },
  };
}

/** Stands where there is no instance yet. */
const tooEarly = {
  get exports(): never {
    throw noMemoryYet();
  },
};

const isMemory = (value: unknown): value is Memory =>
  typeof value === "object" && value !== null && "buffer" in value;

/** The shim counts characters where bytes are to be counted. */
function argumentSizes(shim: WASI): (count: number, size: number) => number {
  return (count, size) => {
    const view = new DataView(shim.inst.exports.memory.buffer);
    const encoder = new TextEncoder();
    view.setUint32(count, shim.args.length, true);
    view.setUint32(
      size,
      shim.args.reduce((sum, arg) => sum + encoder.encode(arg).length + 1, 0),
      true,
    );
    return 0;
  };
}
