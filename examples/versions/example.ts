// Versions: a newer library under an older import, and a major change that is refused; in C and by module types.

import { ALL_FEATURES } from "../../compiler/base/index.ts";
import { decodeModule, encodeModule } from "../../compiler/binary/index.ts";
import { linkShared } from "../../compiler/dylink/index.ts";
import { parse } from "../../compiler/text/index.ts";
import { bundle } from "../../compiler/transform/index.ts";
import { validateModule } from "../../compiler/validate/index.ts";
import type { ExportsObject, WebAssemblyNamespace } from "../../engine/index.ts";
import { said } from "../said.ts";
import { moduleOf, textOf } from "../texts.ts";
import type { Example } from "../ways.ts";

const VERSIONS = ["1.0", "1.1", "2.0"];
const unit = (name: string) => moduleOf("versions", name);
const assembled = (name: string) => parse(textOf("versions", name));

/** The C application with a version of its library: what `mortise link` makes. */
const linkedC = (version: string): Uint8Array =>
  linkShared(unit("main.wasm"), [unit("libapp.so"), unit(`libgreet.so.${version}`)]);

/** The application in text, its module import resolved to a version: what `mortise bundle` makes. */
function linkedText(version: string): Uint8Array {
  const { module } = decodeModule(assembled("app.wat"), { features: ALL_FEATURES, encoding: "proposal" });
  const library = { key: version, bytes: assembled(`greet-${version}.wat`) };
  const bundled = bundle(validateModule(module, { features: ALL_FEATURES }), () => library);
  return encodeModule(bundled, { encoding: "proposal" });
}

function outcome(engine: WebAssemblyNamespace, link: () => Uint8Array): ExportsObject | string {
  try {
    return new engine.Instance(new engine.Module(link())).exports;
  } catch (error) {
    return `refused: ${(error as Error).message}`;
  }
}

function runC(engine: WebAssemblyNamespace, version: string): string {
  const exports = outcome(engine, () => linkedC(version));
  if (typeof exports === "string") return exports;
  exports["run"]();
  return said(exports).join(" ");
}

function runText(engine: WebAssemblyNamespace, version: string): string {
  const exports = outcome(engine, () => linkedText(version));
  return typeof exports === "string" ? exports : `greeting ${exports["app"]()}`;
}

export const example: Example = {
  run: (engine) => [
    ...VERSIONS.map((version) => `libgreet.so.${version}: ${runC(engine, version)}`),
    ...VERSIONS.map((version) => `greet-${version}.wat: ${runText(engine, version)}`),
  ],
};
