// What is run on the published bundles: an ES module that uses every entry point that is meant for browsers, and leaves in
// `outcome` a JSON text that tells what each of them did.

import { parse } from "../../compiler/text/index.ts";
import { compileToModule } from "../../engine/aot/index.ts";
import { CORE, LINKED, PROBE } from "./programs.ts";

const HELLO = `(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\\\08\\\\00\\\\00\\\\00\\\\06\\\\00\\\\00\\\\00hello\\\\n")
  (func (export "_start") (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 32)))))`;

const LOADING = `(module (memory (export "memory") 1) (table (export "__indirect_function_table") 1 funcref)
  (global (export "__stack_pointer") (mut i32) (i32.const 900))
  (func (export "malloc") (param i32) (result i32) (i32.const 1000)))`;

const LIBRARY = `(module (@custom "dylink.0" (before first) "\\\\01\\\\04\\\\00\\\\00\\\\00\\\\00")
  (func (export "answer") (result i32) (i32.const 42)))`;

const PROGRAM = `import "./before.js";
import { createEngine, createMeter, WebAssembly as W } from "mortise";
import { parse, print } from "mortise/text";
import { compileToModule, deserialize, serialize } from "mortise/aot";
import { Memory } from "mortise/runtime";
import { Loader } from "mortise/dylink";
import "mortise/polyfill";
import * as core from "./core.js";
import * as linked from "./linked.js";

const outcome = {};
async function attempt(name, make) {
  try {
    outcome[name] = String(await make());
  } catch (error) {
    outcome[name] = error.name + " " + (error.code ?? "");
  }
}
const CORE = parse(\`${CORE}\`), LINKED = parse(\`${LINKED}\`);
const made = (W, bytes) => (imports) => new W.Instance(new W.Module(bytes), imports).exports;
const host = { log() {} };
/** A text's hash: texts themselves would fill the screen where they differ. */
const hash = (text) => Array.from(text).reduce((sum, c) => (Math.imul(sum, 31) + c.codePointAt(0)) | 0, 0);
/** JavaScript sees the buffer, then the memory grows. */
function grown({ memory, load }) {
  const before = memory.buffer.byteLength;
  memory.grow(1);
  return [before, memory.buffer.byteLength, load(8)];
}
${PROBE}
await attempt("the engine", () => probe(made(W, CORE), made(W, LINKED)));
await attempt("asynchronously", async () => (await W.instantiate(LINKED)).instance.exports.both());
await attempt("from a response", async () => {
  const response = new Response(LINKED, { headers: { "Content-Type": "application/wasm" } });
  return (await W.instantiateStreaming(response)).instance.exports.both();
});
await attempt("metered", () => made(createEngine({ meter: createMeter({ fuel: 1000 }) }), CORE)({ host }).forever());
await attempt("native cores", () => made(createEngine({ cores: "native" }), LINKED)().both());
await attempt("a memory that grows", () => grown(made(W, CORE)({ host })));
await attempt("mortise/text", () => hash(print(LINKED)));
await attempt("mortise/aot", () => [CORE, LINKED].map((bytes) => hash(compileToModule(bytes).code)));
await attempt("serialized", () => new W.Instance(deserialize(serialize(new W.Module(LINKED)))).exports.both());
await attempt("ahead of time", () => probe(core.instantiate, linked.instantiate));
await attempt("ahead of time, a memory that grows", () => grown(core.instantiate({ host })));
await attempt("ahead of time, its module", () => new W.Instance(linked.module).exports.both());
await attempt("mortise/runtime", () => W.Memory.prototype.grow.call(new Memory({ initial: 1 }), 1));
await attempt("mortise/dylink", () => {
  const loader = new Loader(W, { find: () => parse(\`${LIBRARY}\`) });
  return loader.attach(made(W, parse(\`${LOADING}\`))()).open("library.so").sym("answer")();
});
await attempt("mortise/polyfill", () => made(globalThis.WebAssembly, LINKED)().both());
await attempt("mortise/wasi", async () => {
  const { ConsoleStdout, createWasi, File, OpenFile } = await import("mortise/wasi");
  const lines = [];
  const input = new OpenFile(new File([]));
  const wasi = createWasi({ fds: [input, ConsoleStdout.lineBuffered((line) => lines.push(line))] });
  const code = wasi.start(new W.Instance(new W.Module(parse(\`${HELLO}\`)), wasi.imports));
  return [code, ...lines];
});
globalThis.outcome = JSON.stringify(outcome);
`;

/**
 * The program and what it loads beside the package, by path.
 * @param before runs first of all
 * @param specifierOf what to write for a specifier of the package
 */
export function publishedProgram(before: string, specifierOf: (specifier: string) => string) {
  const named = (text: string) =>
    text.replace(/(?<=\bfrom ?|\bimport[ (])"mortise(\/\w+)?"/g, (quoted) =>
      JSON.stringify(specifierOf(JSON.parse(quoted) as string)),
    );
  return {
    "/before.js": before,
    "/core.js": compileToModule(parse(CORE)).code,
    "/linked.js": named(compileToModule(parse(LINKED), { externalRuntime: true }).code),
    "/program.js": named(PROGRAM),
  };
}
