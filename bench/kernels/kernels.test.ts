// The kernels that are checked in: each has its binary and checksum, and native code and Mortise give that checksum.
import { readFileSync } from "node:fs";
import t from "tap";
import { createEngine } from "../../engine/index.ts";
import { kernelBytes, kernelChecksum } from "../suites/kernels.ts";
import { giantSource } from "./giant.ts";
import { kernels } from "./kernels.ts";

const engines = {
  native: WebAssembly,
  mortise: createEngine({ cores: "js" }) as unknown as typeof WebAssembly,
};

for (const { name, n } of kernels) {
  for (const [engine, { Module, Instance }] of Object.entries(engines)) {
    t.test(`${name} with ${engine}`, async (t) => {
      const { exports } = new Instance(new Module(kernelBytes(name)));
      t.equal((exports["run"] as (n: number) => number)(n), kernelChecksum(name));
    });
  }
}

t.test("no kernel has an import", async (t) => {
  for (const { name } of kernels)
    t.same(WebAssembly.Module.imports(new WebAssembly.Module(kernelBytes(name))), []);
});

t.test("the giant kernel is the generator's and is giant", async (t) => {
  const root = process.cwd();
  t.equal(readFileSync(`${root}/bench/kernels/src/giant.c`, "utf8"), giantSource());
  t.ok(kernelBytes("giant").length > 100_000);
});
