// The application bundled to one module, and run.

import { ALL_FEATURES } from "../../compiler/base/index.ts";
import { decodeModule, encodeModule } from "../../compiler/binary/index.ts";
import { bundle } from "../../compiler/transform/index.ts";
import { validateModule } from "../../compiler/validate/index.ts";
import { exportsOf } from "../processes.ts";
import { pathOf } from "../texts.ts";
import { type Example, oneMemoryOnly } from "../ways.ts";
import { assemble } from "./application.ts";

/** What `mortise bundle app.wat` makes. */
function bundled(): Uint8Array {
  const binaries: Readonly<Record<string, Uint8Array>> = assemble(pathOf("shared-everything", ""));
  const { module } = decodeModule(binaries["app"]!, { features: ALL_FEATURES, encoding: "proposal" });
  const root = bundle(validateModule(module, { features: ALL_FEATURES }), (name) => ({
    key: name,
    bytes: binaries[name]!,
  }));
  return encodeModule(root, { encoding: "proposal" });
}

const linesOf = (bytes: readonly number[]) =>
  new TextDecoder().decode(Uint8Array.from(bytes)).trimEnd().split("\n");

export const example: Example = {
  notFlattened: oneMemoryOnly(),
  run(engine) {
    const [zipped, drawn]: [number[], number[]] = [[], []];
    const put = (bytes: number[]) => (byte: number) => void bytes.push(byte);
    const functions = { "zipper-put": put(zipped), "imgmgk-put": put(drawn) };
    // A flattened module imports at two levels.
    const imports = Object.entries(functions).map(([name, value]) => [
      name,
      Object.assign(value, { "": value }),
    ]);
    const { exports } = new engine.Instance(new engine.Module(bundled()), Object.fromEntries(imports));
    for (const program of ["zipper", "imgmgk"]) exportsOf(exports, program)["run"]();
    return [...linesOf(zipped), ...linesOf(drawn)];
  },
};
