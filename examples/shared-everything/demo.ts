// The shared-everything application of the module-linking proposal, run: two programs that share the code of three
// libraries and nothing else. `npm run demo` shows what is instantiated, what the programs print, and how long ten
// thousand instantiations take.

import { fileURLToPath } from "node:url";
import { createEngine, planModule } from "../../engine/index.ts";
import { assemble, linked, type Program, type Put } from "./application.ts";
import { instantiations } from "./instantiations.ts";

const INSTANTIATIONS = 10_000;

/** Collects bytes and shows them as lines. */
class Printed {
  private readonly bytes: number[] = [];
  readonly put: Put = (byte) => {
    this.bytes.push(byte);
  };
  show(program: string, { used }: Program): void {
    console.log(
      `${program} printed (${this.bytes.length} bytes from its memory, ${used()} bytes of it allocated):`,
    );
    const text = new TextDecoder().decode(Uint8Array.from(this.bytes));
    for (const line of text.trimEnd().split("\n")) console.log(`  | ${line}`);
  }
}

function time(instantiate: ReturnType<typeof linked>): number {
  const ignore = () => {};
  const start = performance.now();
  for (let i = 0; i < INSTANTIATIONS; i++) instantiate(ignore, ignore);
  return performance.now() - start;
}

function report(cores: string, milliseconds: number): void {
  const each = ((milliseconds * 1000) / INSTANTIATIONS).toFixed(1);
  const total = `${milliseconds.toFixed(0)} ms`;
  console.log(`  ${cores.padEnd(12)} ${total.padStart(8)}, ${each} µs each`);
}

const binaries = assemble(fileURLToPath(new URL(".", import.meta.url)));

console.log("What one instantiation makes:");
const plans = new Map(Object.entries(binaries).map(([name, bytes]) => [name, planModule(bytes)]));
const lines = instantiations("app", plans);
for (const line of lines) console.log(`  ${line}`);

const instantiate = linked(binaries, createEngine());
const zipperOutput = new Printed();
const imgmgkOutput = new Printed();
const { zipper, imgmgk } = instantiate(zipperOutput.put, imgmgkOutput.put);
zipper.run();
imgmgk.run();
console.log();
zipperOutput.show("zipper", zipper);
console.log();
imgmgkOutput.show("imgmgk", imgmgk);

console.log(
  `\n${INSTANTIATIONS} instantiations of the application (${lines.length} instances, 2 memories each time):`,
);
report("JS cores", time(instantiate));
if (typeof globalThis.WebAssembly === "object")
  report("native cores", time(linked(binaries, createEngine({ cores: "native" }))));
else console.log("  native cores: there is no WebAssembly here");
