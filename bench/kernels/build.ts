// Compiles the kernels with clang to small wasm binaries, which are checked in, and notes the checksums that native code gives.
// Run it after changing a kernel: npx tsx bench/kernels/build.ts. It needs clang and lld; running the benchmark does not.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { giantSource } from "./giant.ts";
import { kernels } from "./kernels.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Nothing newer than the MVP, so that every contender can run the kernels; calls stay calls, loops stay loops. */
const common = [
  "-O2",
  "-fwrapv",
  "-fno-builtin",
  "-fno-strict-aliasing",
  "-fno-optimize-sibling-calls",
  "-ffp-contract=off",
  "-fno-math-errno",
];
const wasm = [
  "--target=wasm32",
  "-mcpu=mvp",
  "-nostdlib",
  "-fvisibility=hidden",
  "-Wl,--no-entry,--export=run,--strip-all,-zstack-size=65536",
];

/** Compiles one kernel to wasm; returns the bytes. */
function compileWasm(source: string, output: string): Uint8Array<ArrayBuffer> {
  execFileSync("clang", [...common, ...wasm, source, "-o", output], { stdio: "inherit" });
  return new Uint8Array(readFileSync(output));
}

/** What the kernel returns as a native program: the judge of the wasm's own result. */
function nativeResult(source: string, n: number): number {
  const main = join(tmpdir(), "mortise-kernel-main.c");
  const program = join(tmpdir(), "mortise-kernel");
  writeFileSync(
    main,
    `#include <stdio.h>\nint run(int);\nint main(void) { printf("%d", run(${n})); return 0; }\n`,
  );
  execFileSync("clang", [...common, "-w", source, main, "-o", program, "-lm"], { stdio: "inherit" });
  const result = Number(execFileSync(program, { encoding: "utf8" }));
  rmSync(main);
  rmSync(program);
  return result;
}

function wasmResult(bytes: Uint8Array<ArrayBuffer>, n: number): number {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  return (exports["run"] as (n: number) => number)(n);
}

mkdirSync(join(here, "wasm"), { recursive: true });
writeFileSync(join(here, "src", "giant.c"), giantSource());
const expected: Record<string, number> = {};
for (const { name, n } of kernels) {
  const source = join(here, "src", `${name}.c`);
  const bytes = compileWasm(source, join(here, "wasm", `${name}.wasm`));
  const result = wasmResult(bytes, n);
  const native = nativeResult(source, n);
  if (result !== native) throw new Error(`${name}: wasm gives ${result}, native code ${native}`);
  expected[name] = result;
  console.log(name.padEnd(14), String(bytes.length).padStart(7), "bytes", result);
}
writeFileSync(join(here, "expected.json"), `${JSON.stringify(expected, null, 2)}\n`);
