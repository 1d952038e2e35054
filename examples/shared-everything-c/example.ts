// The application of the proposal in C: two programs that share the code of three libraries and nothing else.

import { type Input, linkShared } from "../../compiler/dylink/index.ts";
import type { WebAssemblyNamespace } from "../../engine/index.ts";
import { Command, exportsOf, linkedApplication } from "../processes.ts";
import { moduleOf } from "../texts.ts";
import { type Example, oneMemoryOnly } from "../ways.ts";
import { MAIN } from "./build.ts";

const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  zipper: ["zipper.so", "libzip.so"],
  imgmgk: ["imgmgk.so", "libimg.so", "libzip.so"],
};

/** One module of all, its files given by `read`. */
export const application = (read: (name: string) => Input): Uint8Array =>
  linkedApplication(
    "shared-everything-c",
    Object.fromEntries(
      Object.entries(PROGRAMS).map(([name, libraries]) => [
        name,
        () => linkShared(read(MAIN), libraries.map(read)),
      ]),
    ),
  );

/** Runs both programs; returns what they print. */
export function runApplication(engine: WebAssemblyNamespace, bytes: Uint8Array): string[] {
  const [zipper, imgmgk] = [new Command(["zipper"]), new Command(["imgmgk"])];
  const { exports } = new engine.Instance(new engine.Module(bytes), {
    "zipper-wasi": zipper.imports,
    "imgmgk-wasi": imgmgk.imports,
  });
  zipper.run(exportsOf(exports, "zipper"));
  imgmgk.run(exportsOf(exports, "imgmgk"));
  return [...zipper.lines, ...imgmgk.lines];
}

export const example: Example = {
  notFlattened: oneMemoryOnly(),
  run: (engine) =>
    runApplication(
      engine,
      application((name) => moduleOf("shared-everything-c", name)),
    ),
};
