// Two programs, each with a memory of its own, which share the code of a libc, zlib and Lua.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { linkShared } from "../../compiler/dylink/index.ts";
import { Loader } from "../../engine/dylink/index.ts";
import type { WebAssemblyNamespace } from "../../engine/index.ts";
import { Command, exportsOf, linkedApplication } from "../processes.ts";
import { textOf } from "../texts.ts";
import { type Example, oneMemoryOnly } from "../ways.ts";
import { BUILD, buildAll, isBuilt, LIBRARIES, MAIN } from "./build.ts";

const input = (name: string) => ({ name, bytes: new Uint8Array(readFileSync(join(BUILD, name))) });

/** What `mortise link libc.wasm packer.so …` makes of each program. */
const programs: Readonly<Record<string, () => Uint8Array>> = {
  packer: () => linkShared(input(MAIN), ["packer.so", LIBRARIES[0]!].map(input)),
  script: () => linkShared(input(MAIN), ["script.so", ...LIBRARIES].map(input), { hostSymbols: ["dlsym"] }),
};

let bytes: Uint8Array | undefined;

const fileOf = (name: string) => (LIBRARIES.includes(name) ? input(name).bytes : undefined);

/** Opens Lua in a program that was linked without it, by the same files, and runs a script. */
function openLua(loader: Loader): void {
  const library = loader.open("liblua5.4.so.0");
  const call = (name: string, ...args: number[]) =>
    (library.sym(name) as (...args: number[]) => number)(...args);
  const lua = call("luaL_newstate");
  call("luaL_openlibs", lua);
  const script = loader.stringOf(
    "print('packer: Lua, opened at run time', select(2, pcall(error, 'throws')))",
  );
  const isWrong = call("luaL_loadstring", lua, script);
  if (!isWrong) call("lua_pcallk", lua, 0, 0, 0, 0, 0);
}

export const example: Example = {
  missing: () => (isBuilt() ? undefined : "zlib and Lua are not built: npm run example -- real-libraries"),
  prepare: buildAll,
  notFlattened: oneMemoryOnly(),
  run(engine: WebAssemblyNamespace) {
    bytes ??= linkedApplication("real-libraries", programs);
    const packer = new Command(["packer", "what zlib packs"]);
    const script = new Command(["script", textOf("real-libraries", "script.lua")]);
    const loader = new Loader(engine);
    const { exports } = new engine.Instance(new engine.Module(bytes), {
      "packer-wasi": packer.imports,
      "script-wasi": script.imports,
      "script-env": loader.env,
    });
    loader.attach(exportsOf(exports, "script"));
    packer.run(exportsOf(exports, "packer"));
    script.run(exportsOf(exports, "script"));
    openLua(new Loader(engine, { find: fileOf }).attach(exportsOf(exports, "packer")));
    return [...packer.lines, ...script.lines];
  },
};
