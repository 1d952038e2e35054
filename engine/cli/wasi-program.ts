// A WASI program of the command line: its arguments, environment, directories and streams, out of the options. The
// shim is an optional dependency, so the room that needs it is only loaded for modules that import WASI.

import * as fs from "node:fs";
import { basename } from "node:path";
import type { Arguments, OptionSpecs, Output } from "./command.ts";
import { badDirectory, badMapping, noWasi } from "./errors.ts";
import { kindOf, readInput } from "./streams.ts";

export const WASI_OPTIONS: OptionSpecs = {
  dir: {
    type: "string",
    multiple: true,
    value: "HOST::GUEST",
    help: "WASI: a directory that the program may read and write, and its path there (the same, without ::GUEST)",
  },
  env: {
    type: "string",
    multiple: true,
    value: "K=V",
    help: "WASI: a variable of the program's environment",
  },
};

export type WasiRoom = typeof import("../wasi/index.ts");

/** @throws Error that says what to install */
export async function wasiRoom(): Promise<WasiRoom> {
  try {
    return await import("../wasi/index.ts");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") throw noWasi();
    throw error;
  }
}

/** WASI for a program: `rest` are the arguments after its name. */
export function wasiFor(room: WasiRoom, args: Arguments, rest: readonly string[], output: Output) {
  const list = (option: string) => (args.options[option] ?? []) as readonly string[];
  return room.createWasi({
    args: [basename(args.positionals[0]!), ...rest],
    env: Object.fromEntries(list("env").map(variable)),
    fds: [
      room.hostInput(readInput, kindOf(0)),
      room.hostOutput(writer(output, "out"), kindOf(1)),
      room.hostOutput(writer(output, "error"), kindOf(2)),
      ...list("dir").map((mapping) => directory(room, mapping)),
    ],
  });
}

const writer =
  (output: Output, stream: "out" | "error") =>
  (data: Uint8Array): void =>
    output.bytes === undefined ? output[stream](new TextDecoder().decode(data)) : output.bytes(stream, data);

function variable(mapping: string): [name: string, value: string] {
  const at = mapping.indexOf("=");
  if (at < 1) throw badMapping("env", mapping, "NAME=VALUE");
  return [mapping.slice(0, at), mapping.slice(at + 1)];
}

function directory(room: WasiRoom, mapping: string) {
  const at = mapping.indexOf("::");
  const [host, guest] = at < 0 ? [mapping, mapping] : [mapping.slice(0, at), mapping.slice(at + 2)];
  if (host === "" || guest === "") throw badMapping("dir", mapping, "HOST::GUEST");
  try {
    return room.hostDirectory(fs, host, guest);
  } catch (error) {
    throw badDirectory(host, (error as NodeJS.ErrnoException).code ?? String(error));
  }
}
