// What is run in every environment: a core module and a linked tree, through the engine and through ahead-of-time output.
// Each program is one script without imports that leaves a text in the global `outcome`.

import { build } from "esbuild";
import { compileToModule } from "../../engine/aot/index.ts";
import { parse } from "../../compiler/text/index.ts";

/** Arithmetic on 64 bits, memory, a table, traps, a host function, exhaustion. */
export const CORE = `(module
  (import "host" "log" (func $log (param i64)))
  (memory (export "memory") 1)
  (data (i32.const 8) "mortise")
  (table funcref (elem $square $factorial))
  (type $unary (func (param i64) (result i64)))
  (func $square (type $unary) local.get 0 local.get 0 i64.mul)
  (func $factorial (export "factorial") (type $unary)
    (if (result i64) (i64.lt_u (local.get 0) (i64.const 2))
      (then (i64.const 1))
      (else (i64.mul (local.get 0) (call $factorial (i64.sub (local.get 0) (i64.const 1)))))))
  (func (export "apply") (param i32 i64) (result i64)
    (call_indirect (type $unary) (local.get 1) (local.get 0)))
  (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0)))
  (func (export "divide") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
  (func $forever (export "forever") (call $forever))
  (func (export "tell") (call $log (i64.const -9007199254740993))))`;

/** A nested module instantiated twice, with a memory handed on. */
export const LINKED = `(module
  (module $counter
    (import "memory" (memory 1))
    (func (export "next") (result i32)
      (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
      (i32.load (i32.const 0))))
  (module $store (memory (export "memory") 1))
  (instance $store (instantiate $store))
  (instance $a (instantiate $counter (import "memory" (memory $store "memory"))))
  (instance $b (instantiate $counter (import "memory" (memory $store "memory"))))
  (func (export "both") (result i32)
    (i32.add (i32.mul (call (func $a "next")) (i32.const 10)) (call (func $b "next")))))`;

/** Tells what two modules do; in own words for errors, since engines' stacks and texts differ. */
export const PROBE = `function probe(instantiateCore, instantiateLinked) {
  var lines = [];
  var core = instantiateCore({ host: { log: function (x) { lines.push(String(x)); } } });
  function attempt(name, call) {
    try { lines.push(name + " " + call()); } catch (e) { lines.push(name + " " + e.name + (e.name === "RuntimeError" ? " " + e.message : "")); }
  }
  attempt("factorial", function () { return core.factorial(BigInt(20)); });
  attempt("square", function () { return core.apply(0, BigInt(-5000000000)); });
  attempt("byte", function () { return core.load(9); });
  attempt("undefined element", function () { return core.apply(7, BigInt(1)); });
  attempt("out of bounds", function () { return core.load(-1); });
  attempt("by zero", function () { return core.divide(1, 0); });
  attempt("after a trap", function () { return core.divide(7, 2); });
  core.tell();
  attempt("memory", function () { return core.memory.grow(1) + " " + core.memory.buffer.byteLength; });
  attempt("linked", function () { return instantiateLinked().both(); });
  attempt("WebAssembly", function () { return typeof globalThis.WebAssembly; });
  return lines.join("; ");
}`;

/** Exhaustion, on its own: some environments end the program instead of throwing. */
export const EXPECTED = [
  "factorial 2432902008176640000",
  "square 6553255926290448384",
  "byte 111",
  "undefined element RuntimeError undefined element",
  "out of bounds RuntimeError out of bounds memory access",
  "by zero RuntimeError integer divide by zero",
  "after a trap 3",
  "-9007199254740993",
  "memory 1 131072",
  "linked 12",
  "WebAssembly undefined",
].join("; ");

export interface Programs {
  /** `new WebAssembly.Module(bytes)` of Mortise: needs `eval`. */
  readonly engine: string;
  /** Output of \`compileToModule\`. */
  readonly aot: string;
}

const inFunction = (text: string) => `(function(){\n${text}\n})();\n`;

/** Makes the two programs. `target` is esbuild's name of the language version to lower them to. */
export async function makePrograms(target = "es2022"): Promise<Programs> {
  const [core, linked] = [parse(CORE), parse(LINKED)];
  const output = (bytes: Uint8Array, name: string) => compileToModule(bytes, { format: "iife", name }).code;
  const aot = `${output(core, "core1")}${output(linked, "linked1")}
    ${PROBE}
    globalThis.outcome = probe(core1.instantiate, linked1.instantiate);`;
  const engine = `import { createEngine, WebAssembly } from "./engine/index.ts";
    const types = globalThis.trustedTypes;
    const policy = types && types.createPolicy("mortise", { createScript: (source) => source });
    const W = policy ? createEngine({ onCode: (source) => policy.createScript(source) }) : WebAssembly;
    const made = (bytes) => (imports) => new W.Instance(new W.Module(Uint8Array.from(bytes)), imports).exports;
    ${PROBE}
    globalThis.outcome = probe(made([${core.join()}]), made([${linked.join()}]));`;
  return { engine: await bundled(engine, target), aot: await bundled(inFunction(aot), target) };
}

async function bundled(contents: string, target: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: process.cwd(), loader: "js" },
    bundle: true,
    write: false,
    format: "iife",
    platform: "neutral",
    mainFields: ["module", "main"],
    target,
    logLevel: "warning",
  });
  return outputFiles[0]!.text;
}
