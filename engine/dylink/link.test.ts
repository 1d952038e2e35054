// Linking of shared libraries by compiler/dylink: what small ones do, and the errors that people make. Real ones are in examples/.

import t from "tap";
import { Writer } from "../../compiler/base/index.ts";
import {
  type Input,
  linkShared,
  linkSharedText,
  neededFiles,
  neededSymbols,
  versionOf,
} from "../../compiler/dylink/index.ts";
import { parse } from "../../compiler/text/index.ts";
import { createEngine } from "../api/index.ts";
import { type Callable, Loader } from "./index.ts";

interface Info {
  readonly memory?: readonly [size: number, align: number];
  readonly table?: number;
  readonly needed?: readonly string[];
  readonly weak?: readonly string[];
}

const subsection = (id: number, content: Writer): Uint8Array =>
  new Writer().u8(id).sized(content.finish()).finish();

/** The section `dylink.0`, as a string literal. */
function dylinkText({ memory = [0, 0], table = 0, needed = [], weak = [] }: Info): string {
  const info = new Writer().u32(memory[0]).u32(memory[1]).u32(table).u32(0);
  const names = new Writer().u32(needed.length);
  for (const name of needed) names.name(name);
  const imports = new Writer().u32(weak.length);
  for (const name of weak) imports.name("env").name(name).u32(1);
  const bytes = [...subsection(1, info), ...subsection(2, names), ...subsection(4, imports)];
  return `"${bytes.map((byte) => `\\${byte.toString(16).padStart(2, "0")}`).join("")}"`;
}

const library = (name: string, info: Info, fields: string): Input => ({
  name,
  bytes: parse(`(module (@custom "dylink.0" (before first) ${dylinkText(info)}) ${fields})`),
});

const TABLE = '(table (export "__indirect_function_table") 1 funcref)';
const MEMORY = '(memory (export "memory") 1)';
const MALLOC = `(global $next (mut i32) (i32.const 1000))
  (func (export "malloc") (param $size i32) (result i32)
    (global.get $next) (global.set $next (i32.add (global.get $next) (local.get $size))))`;
const STACK = '(global (export "__stack_pointer") (mut i32) (i32.const 900))';

const program = (fields: string): Input => ({ name: "main.wasm", bytes: parse(`(module ${fields})`) });
const MAIN = program(`${MEMORY} ${TABLE} ${STACK} ${MALLOC}`);

const IMPORT_MEMORY = '(import "env" "memory" (memory 0))';
const IMPORT_TABLE = '(import "env" "__indirect_function_table" (table 0 funcref))';
const IMPORTS = `${IMPORT_MEMORY} ${IMPORT_TABLE}`;

// biome-ignore lint/suspicious/noExplicitAny: what instances export has no static type
type Exports = Record<string, any>;

function instantiated(bytes: Uint8Array, imports: object = {}): Exports[] {
  return (["js", "native"] as const).map((cores) => {
    const engine = createEngine({ cores });
    return new engine.Instance(new engine.Module(bytes), imports as never).exports;
  });
}

t.test("memory is aligned, zeroed and initialized; data symbols have addresses", (t) => {
  const lib = library(
    "libdata.so",
    { memory: [32, 4] },
    `${IMPORTS} (import "env" "__memory_base" (global $base i32))
      (import "GOT.mem" "value" (global $value (mut i32)))
      (global (export "value") i32 (i32.const 4))
      (func (export "read") (result i32) (i32.load (global.get $value)))
      (func (export "base") (result i32) (global.get $base))
      (data (global.get $base) "\\01\\00\\00\\00\\2a\\00\\00\\00")`,
  );
  for (const exports of instantiated(linkShared(MAIN, [lib]))) {
    t.equal(exports["base"](), 1008);
    t.equal(exports["read"](), 42);
    t.equal(exports["value"].value, 1012);
  }
  t.end();
});

t.test("an allocator in a library gets its own memory by growing", (t) => {
  const libc = library(
    "libc.so",
    { memory: [8, 2] },
    `${IMPORTS} (import "env" "__memory_base" (global $base i32))
      (func (export "malloc") (param i32) (result i32)
        (i32.store (global.get $base) (i32.add (i32.load (global.get $base)) (local.get 0)))
        (i32.sub (i32.load (global.get $base)) (local.get 0)))
      (data (global.get $base) "\\00\\02\\00\\00")`,
  );
  const other = library(
    "libother.so",
    { memory: [16, 0], needed: ["libc.so"] },
    `${IMPORTS} (import "env" "__memory_base" (global $base i32))
      (func (export "base") (result i32) (global.get $base))`,
  );
  for (const exports of instantiated(linkShared(program(`${MEMORY} ${TABLE}`), [other, libc]))) {
    t.equal(exports["base"](), 512);
    t.equal(exports["malloc"](0), 528);
    t.equal(exports["memory"].buffer.byteLength, 2 * 65536);
  }
  t.end();
});

t.test("libraries alone: memory, table, stack and heap are made, and the allocator is ready first", (t) => {
  const libc = library(
    "libc.so",
    { memory: [8, 2] },
    `${IMPORTS} (import "env" "__memory_base" (global $base i32))
      (import "env" "__stack_pointer" (global $stack (mut i32)))
      (import "GOT.mem" "__heap_base" (global $heap (mut i32)))
      (import "GOT.mem" "__heap_end" (global $end (mut i32)))
      (func (export "malloc") (param i32) (result i32)
        (if (i32.eqz (i32.load (global.get $base))) (then unreachable))
        (i32.store (global.get $base) (i32.add (i32.load (global.get $base)) (local.get 0)))
        (drop (memory.grow (i32.const 1)))
        (i32.sub (i32.load (global.get $base)) (local.get 0)))
      (func (export "bounds") (result i32 i32 i32) (global.get $heap) (global.get $end) (global.get $stack))
      (func (export "__wasm_apply_data_relocs") (i32.store (global.get $base) (global.get $heap)))`,
  );
  const app = library(
    "app.so",
    { memory: [16, 0] },
    `${IMPORTS} (import "env" "__memory_base" (global $base i32)) (import "env" "malloc" (func $malloc (param i32) (result i32)))
      (global $started (mut i32) (i32.const 0))
      (func (export "_start") (global.set $started (call $malloc (i32.const 0))))
      (func (export "state") (result i32 i32) (global.get $base) (global.get $started))`,
  );
  for (const exports of instantiated(linkShared(app, [libc]))) {
    exports["_start"]();
    const heap = 2 * 65536;
    t.same(exports["bounds"](), [heap, heap, 65536], "behind the stack and the data of libc");
    t.same(exports["state"](), [heap, heap + 16]);
  }
  const quiet = library("quiet.so", {}, `${IMPORTS} (func (export "f") (result i32) (memory.size))`);
  for (const exports of instantiated(linkShared(quiet, []))) t.equal(exports["f"](), 1);
  t.end();
});

const POINTERS = `${IMPORTS} (import "env" "__table_base" (global $base i32))
  (import "GOT.func" "own" (global $own (mut i32)))
  (import "GOT.func" "host" (global $host (mut i32)))
  (import "GOT.func" "maybe" (global $maybe (mut i32)))
  (import "env" "maybe" (func $f (result i32)))
  (type $f (func (result i32)))
  (func $own (export "own") (export "alias") (result i32) (i32.const 7))
  (func (export "pointers") (result i32 i32 i32) (global.get $own) (global.get $host) (global.get $maybe))
  (func (export "call") (param i32) (result i32) (call_indirect (type $f) (local.get 0)))
  (func (export "maybe_not") (result i32) (call $f))`;

t.test("functions have one slot; a missing weak one is null; the host's have one too", (t) => {
  const own = library(
    "libown.so",
    { table: 2, weak: ["maybe"] },
    `${POINTERS} (elem (global.get $base) $own $own)`,
  );
  const fresh = library("libfresh.so", { weak: ["maybe"] }, POINTERS);
  for (const [lib, expected] of [
    [own, 3],
    [fresh, 2],
  ] as const) {
    t.throws(() => linkShared(MAIN, [lib], { hostSymbols: ["host"] }), { code: "missing-symbol" });
    const used = library("libuser.so", {}, '(import "env" "host" (func (result i32)))');
    t.throws(() => linkShared(MAIN, [lib, used]), { code: "missing-symbol", message: /"host"/ });
    for (const exports of instantiated(linkShared(MAIN, [lib, used], { hostSymbols: ["host"] }), {
      env: { host: () => 9 },
    })) {
      const [slot, host, maybe] = exports["pointers"]() as number[];
      t.equal(slot, expected);
      t.equal(exports["call"](slot), 7);
      t.equal(exports["call"](host), 9);
      t.equal(maybe, 0);
      t.throws(() => exports["maybe_not"](), /unreachable/);
      t.equal(exports["__indirect_function_table"].get(slot), exports["own"]);
    }
    t.match(linkSharedText(MAIN, [lib, used], { hostSymbols: ["host"] }), /\$GOT\.func:own/);
  }
  t.end();
});

t.test("a program whose memory and table are imported is given them", (t) => {
  const main =
    program(`(import "env" "memory" (memory 2 4)) (import "env" "__indirect_function_table" (table 3 funcref))
    (import "env" "f" (func $f (result i32))) (func (export "run") (result i32) (call $f))`);
  const lib = library("libf.so", { table: 1 }, `${IMPORTS} (func (export "f") (result i32) (table.size 0))`);
  for (const exports of instantiated(linkShared(main, [lib]))) {
    t.equal(exports["run"](), 4);
    t.equal(exports["memory"].buffer.byteLength, 2 * 65536);
  }
  t.end();
});

t.test("constructors run before the program's entry, and once", (t) => {
  const lib = library(
    "libcount.so",
    { memory: [4, 2] },
    `${IMPORTS} (import "env" "__memory_base" (global $base i32))
      (func (export "count") (result i32) (i32.load (global.get $base)))
      (func (export "__wasm_call_ctors")
        (i32.store (global.get $base) (i32.add (i32.load (global.get $base)) (i32.const 1))))`,
  );
  const start = (name: string) =>
    program(`(import "env" "count" (func $count (result i32))) ${MEMORY} ${TABLE} ${MALLOC}
      (global $seen (mut i32) (i32.const -1)) (func (export "seen") (result i32) (global.get $seen))
      (func (export "${name}") (global.set $seen (call $count)))`);
  for (const [name, before, seen] of [
    ["_start", 0, 1],
    ["_initialize", 0, 0],
    ["other", 1, -1],
  ] as const)
    for (const exports of instantiated(linkShared(start(name), [lib]))) {
      t.equal(exports["count"](), before);
      if (name !== "other") exports[name]();
      t.equal(exports["seen"](), seen);
      t.equal(exports["count"](), 1);
    }
  t.end();
});

t.test("globals of a library that count from its base; symbols named as glue names things", (t) => {
  const lib = library(
    "libglue.so",
    { memory: [16, 4], table: 1 },
    `${IMPORTS} (import "env" "__memory_base" (global $base i32))
      (import "env" "__table_base" (global $slots i32))
      (import "GOT.func" "ftalloc" (global $ftalloc (mut i32))) (import "GOT.func" "start" (global $start (mut i32)))
      (import "GOT.func" "memory of it" (global $of-it (mut i32)))
      (global $own i32 (i32.add (global.get $base) (i32.const 8)))
      (type $f (func (result i32)))
      (func $f (export "ftalloc") (result i32) (i32.const 1)) (func (export "start") (result i32) (i32.const 2))
      (func (export "memory of it") (result i32) (i32.const 3))
      (func (export "own") (result i32) (global.get $own))
      (func (export "sum") (result i32)
        (i32.add (call_indirect (type $f) (global.get $ftalloc)) (i32.add
          (call_indirect (type $f) (global.get $start)) (call_indirect (type $f) (global.get $of-it)))))
      (elem (global.get $slots) $f)`,
  );
  const main = program(`(import "env" "start" (func $start (result i32)))
    (import "env" "ftalloc" (func $ftalloc (result i32))) ${MEMORY} ${TABLE} ${MALLOC}
    (func (export "run") (result i32) (i32.sub (call $start) (call $ftalloc)))`);
  for (const exports of instantiated(linkShared(main, [lib]))) {
    t.equal(exports["own"](), 1008 + 8);
    t.equal(exports["sum"](), 6);
    t.equal(exports["run"](), 1);
  }
  t.end();
});

t.test("a library that imports what it defines, as C++ may", (t) => {
  const lib = library(
    "libself.so",
    {},
    `${IMPORTS} (import "env" "f" (func $imported (result i32)))
      (func (export "f") (result i32) (i32.const 6)) (func (export "run") (result i32) (call $imported))`,
  );
  for (const exports of instantiated(linkShared(MAIN, [lib]))) t.equal(exports["run"](), 6);
  for (const cores of ["js", "native"] as const) {
    const engine = createEngine({ cores });
    const loader = new Loader(engine).attach(new engine.Instance(new engine.Module(MAIN.bytes)).exports);
    t.equal((loader.open(lib.name, lib.bytes).sym("run") as Callable)(), 6);
  }
  t.end();
});

t.test("tags that nobody defines are shared", (t) => {
  const tag = '(import "env" "__c_longjmp" (tag $tag (param i32)))';
  const thrower = library(
    "libthrow.so",
    {},
    `${IMPORTS} ${tag} (func (export "f") (throw $tag (i32.const 5)))`,
  );
  const catcher = library(
    "libcatch.so",
    { needed: ["libthrow.so"] },
    `${IMPORTS} ${tag} (import "env" "f" (func $f))
      (func (export "run") (result i32) (try (result i32) (do (call $f) (i32.const 0)) (catch $tag)))`,
  );
  for (const exports of instantiated(linkShared(MAIN, [catcher, thrower]))) {
    t.equal(exports["run"](), 5);
    t.ok(exports["__c_longjmp"]);
  }
  t.end();
});

t.test("errors of people say what to do", (t) => {
  const lib = (fields: string, info: Info = {}, name = "liba.so") =>
    library(name, info, `${IMPORTS} ${fields}`);
  const calls = (callee: string, own: string) =>
    `(import "env" "${callee}" (func $f)) (func (export "${own}") (call $f))`;
  const needs = (needed: string) => lib("", { needed: [needed] });
  const noTable = program(`${MEMORY} ${MALLOC}`);
  const errors: readonly [string, RegExp, Input, ...Input[]][] = [
    [
      "missing-library",
      /liba\.so needs the library libb\.so\.1.*\(given: liba\.so\).*give libb\.so\.1 too/,
      MAIN,
      needs("libb.so.1"),
    ],
    [
      "wrong-version",
      /needs libb\.so\.1, and the library given is libb\.so\.2\.3.*give libb\.so\.1/,
      MAIN,
      needs("libb.so.1"),
      lib("", {}, "libb.so.2.3"),
    ],
    ["same-name", /two files are named libb\.so/, MAIN, lib("", {}, "libb.so.1"), lib("", {}, "libb.so.2")],
    ["missing-symbol", /liba\.so uses "gone".*-Wl,--export=gone/, MAIN, lib(calls("gone", "f"))],
    ["missing-symbol", /"gone"/, MAIN, lib('(import "GOT.mem" "gone" (global (mut i32)))')],
    [
      "missing-symbol",
      /"__stack_pointer"/,
      program(`${MEMORY} ${TABLE}`),
      lib('(import "env" "__stack_pointer" (global (mut i32)))'),
    ],
    ["missing-symbol", /"malloc"/, program(`${MEMORY} ${TABLE}`), lib("", { memory: [4, 2] })],
    [
      "symbol-mismatch",
      /header.*expected func \(param i32\).*found func/s,
      MAIN,
      lib('(import "env" "f" (func (param i32)))'),
      lib('(func (export "f"))', {}, "libb.so"),
    ],
    [
      "fixed-table",
      /beyond 6 slots/,
      program(`(import "env" "__indirect_function_table" (table 6 6 funcref)) ${MEMORY}`),
      lib(""),
    ],
    ["dylink-too-large", /2147483648, aligned to 2\^2/, MAIN, lib("", { memory: [2 ** 31, 2] })],
    [
      "symbol-mismatch",
      /libb\.so uses "wasi\.f" otherwise than liba\.so does/,
      MAIN,
      lib('(import "wasi" "f" (func))'),
      lib('(import "wasi" "f" (func (result i32)))', {}, "libb.so"),
    ],
    ["same-name", /two files are named main\.wasm/, MAIN, lib("", {}, "main.wasm")],
    ["no-table", /-Wl,--export-table -Wl,--growable-table/, noTable, lib("")],
    [
      "cycle-without-table",
      /liba\.so → libb\.so → liba\.so.*-Wl,--export-table/,
      noTable,
      lib(calls("b", "a")),
      lib(calls("a", "b"), {}, "libb.so"),
    ],
    [
      "fixed-table",
      /beyond 5 slots.*growable-table/,
      program(`${MEMORY} (table (export "__indirect_function_table") 5 5 funcref)`),
      lib(""),
    ],
    ["no-memory", /-Wl,--export=memory/, program(TABLE), lib("")],
    ["not-a-library", /liba\.so has no "dylink\.0"/, MAIN, { name: "liba.so", bytes: parse("(module)") }],
    ["old-dylink", /LLVM 12/, MAIN, { name: "liba.so", bytes: parse('(module (@custom "dylink" "\\00"))') }],
    ["command-exports", /-mexec-model=reactor/, program('(func $malloc.command_export (export "malloc"))')],
    ["foreign-import", /imports "x"/, MAIN, lib('(import "x" (func))')],
    ["bad-magic", /liba\.so/, MAIN, { name: "liba.so", bytes: new Uint8Array(9) }],
  ];
  for (const [code, message, main, ...libraries] of errors)
    t.throws(() => linkShared(main, libraries), { code, message }, code);
  t.end();
});

t.test("what libraries need", (t) => {
  const one = library(
    "libone.so",
    { memory: [4, 2], needed: ["libtwo.so.1"], weak: ["w"] },
    `${IMPORTS} (import "env" "w" (func)) (import "env" "f" (func)) (import "GOT.mem" "d" (global (mut i32)))`,
  );
  t.same(neededSymbols([one]), ["__stack_pointer", "d", "f", "malloc"]);
  t.same(neededFiles([one], ["libtwo.so.2", "libtwo.so.1.4", "libone.so"]), ["libtwo.so.1.4"]);
  t.same(neededFiles([one], []), []);
  t.same(versionOf("libz.so.1.2.13"), { base: "libz.so", major: "1" });
  t.same(versionOf("libz.so"), { base: "libz.so", major: undefined });
  t.same(versionOf("plugin"), { base: "plugin", major: undefined });
  t.end();
});
