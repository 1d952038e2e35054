// Nothing of a module gets into code but as data, and no name lets it reach what it was not given.

import { readdirSync, readFileSync } from "node:fs";
import t from "tap";
import ts from "typescript";
import { ALL_FEATURES } from "../../compiler/base/index.ts";
import { generateTree } from "../../compiler/codegen/index.ts";
import { parse } from "../../compiler/text/index.ts";
import { compileToModule } from "../../engine/aot/index.ts";
import { createEngine, createMeter } from "../../engine/index.ts";
import { moduleOf } from "../../engine/plan/index.ts";
import { HOSTILE } from "../hostile/cases.ts";
import { audit } from "./audit.ts";
import { check, textsOf } from "./check.ts";
import { ownModules } from "./corpus.ts";
import { exporting, functionsNamed, importing, MARK, MARKED_NAMES, PLAIN_NAMES } from "./hostile-names.ts";
import { complaints, complaintsAhead, shapesLeftOut } from "./rules.ts";

const W = createEngine();
const LARGEST = 20_000;

const sourceFile = (text: string) => ts.createSourceFile("x.d.ts", text, ts.ScriptTarget.ES2022, true);

const syntaxErrors = (text: string): string[] =>
  (sourceFile(text) as unknown as { parseDiagnostics: ts.Diagnostic[] }).parseDiagnostics.map(
    ({ messageText }) => String(messageText),
  );

/** Identifiers and comments with the mark; what follows `as` in a list of exports is a name only. */
function stray(text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isName = ts.isIdentifier(node) && !ts.isExportSpecifier(node.parent);
    if (isName && node.text.includes(MARK)) found.push(node.text);
    for (const { pos, end } of ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [])
      if (text.slice(pos, end).includes(MARK)) found.push(text.slice(pos, end));
    node.forEachChild(visit);
  };
  visit(sourceFile(text));
  return found;
}

t.test("the audit finds what it is to find", (t) => {
  const { free, strings, forms, properties, comments } = audit(
    `"use strict"; let a = function f(x, {y: [z]}) { /* c */ var v; return f(x + z + v + w, this, x.y, "s"); }; { let b; } b;`,
  );
  t.same([...free], ["w", "b"]);
  t.same([...strings], ["s"]);
  t.ok(forms.has("ThisExpression"));
  t.same([...properties], ["y"]);
  t.same(comments, [" c "]);
  const found = (source: string) => complaints(`"use strict";${source}`);
  t.same(found("const f0 = E.fn; f0();"), []);
  t.same(found("process.exit(1)"), ['free name "process"', 'property "exit"']);
  t.match(found("E.constructor"), ['property "constructor"', 'property that leads out "constructor"']);
  t.same(found("import('EVIL')"), ['string "EVIL"', 'form "ImportExpression"']);
  t.same(found("const evil = 0"), ['declared name "evil"']);
  t.same(found("return 0 /* EVIL */"), ['comment " EVIL "']);
  t.match(complaintsAhead("fetch('x')"), ['free name "fetch"']);
  const shape = (name: string) => `\nfunction shape0(v){bare(this);this[${name}]=v[0];}\nshape0;`;
  t.same(found(shape('"EVIL \\u003c\\""')), [], "names of exports");
  for (const name of ["EVIL", '"EVIL"+E', '"<EVIL"', '"\\x41"', '"a"]=E["b"'])
    t.match(found(shape(name)), [/./], name);
  t.end();
});

t.test("kernels, examples and hostile binaries: nothing in their code but what is on the lists", (t) => {
  const small = HOSTILE.filter(
    ({ verdict, name }) => verdict === "valid" && /deep|named|2\^10|99/.test(name),
  );
  const modules = [...ownModules(), ...small.map(({ name, bytes }) => ({ name, bytes: bytes() }))];
  const sample = modules.filter(({ bytes }) => bytes.length < LARGEST);
  t.ok(sample.length > 20);
  // Ahead-of-time output is mostly the same runtime each time.
  for (const [i, { name, bytes }] of sample.entries()) t.same(check(bytes, i % 10 === 0), [], name);
  t.end();
});

t.test("a module whose names are code", (t) => {
  for (const make of [exporting, importing, functionsNamed])
    for (const names of [MARKED_NAMES, PLAIN_NAMES]) t.same(check(make(names)), [], make.name);
  t.end();
});

t.test(
  "code made at run time has export names as literals, and no other string of the module; ahead of time all are literals",
  (t) => {
    for (const make of [exporting, importing]) {
      const bytes = make(MARKED_NAMES);
      const root = moduleOf(bytes, { features: ALL_FEATURES, encoding: "auto", strict: false }).module;
      for (const text of textsOf(root, generateTree(root, { lazy: true }))) {
        t.notMatch(shapesLeftOut(text), MARK);
        t.notMatch(text, /<\/script|<!--|[\u2028\u2029]/i);
      }
      for (const options of [
        {},
        { instance: make === exporting },
        { format: "iife" as const },
        { format: "cjs" as const },
      ]) {
        const { code, map, types } = compileToModule(bytes, {
          ...options,
          types: true,
          sourceMap: "out.mjs",
        });
        const { strings, declared, properties, free, comments } = audit(
          code,
          "format" in options ? "script" : "module",
        );
        t.ok([...strings].some((text) => text.includes(MARK)));
        for (const list of [declared, properties, free, comments])
          t.same(
            [...list].filter((text) => text.includes(MARK)),
            [],
          );
        t.notMatch(code, /<\/script|<!--|[\u2028\u2029]/i, "nor does it end a script element");
        JSON.parse(map!);
        t.same(syntaxErrors(types!), [], "the declaration file is well-formed");
        t.same(stray(types!), [], "and names are strings in it");
      }
    }
    const named = compileToModule(functionsNamed(MARKED_NAMES)).code;
    for (const name of audit(named, "module").declared)
      if (name.includes(MARK)) t.match(name, /^[A-Za-z_]\w*\$\d+$/, "names of functions become identifiers");
    t.end();
  },
);

t.test("exports named as code are plain properties, and nothing else changes", (t) => {
  const before = Reflect.ownKeys(Object.prototype).concat(Reflect.ownKeys(Function.prototype));
  const names = [...PLAIN_NAMES];
  const { exports } = new W.Instance(new W.Module(exporting(names) as Uint8Array<ArrayBuffer>));
  const instance = exports["*/instance"] as Record<string, () => number>;
  for (const object of [exports, instance] as Record<string, () => number>[]) {
    t.equal(Object.getPrototypeOf(object), null);
    t.ok(Object.isFrozen(object));
    for (const name of names) {
      t.ok(Object.hasOwn(object, name));
      t.equal(object[name]!(), 42);
    }
  }
  t.same(Reflect.ownKeys(Object.prototype).concat(Reflect.ownKeys(Function.prototype)), before);
  t.equal(({} as { EVIL?: unknown }).EVIL, undefined);
  t.end();
});

t.test("instances and modules with such names are imported and handed on", (t) => {
  const library = new W.Module(exporting(MARKED_NAMES) as Uint8Array<ArrayBuffer>);
  const calls: string[] = [];
  const imports: Record<string, unknown> = {
    [MARKED_NAMES[0]!]: new W.Instance(library),
    [MARKED_NAMES[1]!]: library,
  };
  for (const name of MARKED_NAMES)
    imports[`2${name}`] = Object.fromEntries([[name, () => void calls.push(name)]]);
  const importer = new W.Module(importing(MARKED_NAMES) as Uint8Array<ArrayBuffer>);
  const { exports } = new W.Instance(importer, imports as never) as { exports: Record<string, never> };
  (exports["all"] as () => void)();
  t.equal((exports["made"] as Record<string, () => number>)[MARKED_NAMES[3]!]!(), 42);
  t.end();
});

t.test("what every object inherits is no import", (t) => {
  const attempt = (fields: string, imports: object) => {
    const module = new W.Module(parse(`(module ${fields})`));
    return () => new W.Instance(module, imports as never);
  };
  const refused = { name: /^(TypeError|LinkError)$/, message: /found undefined/ };
  const two = (a: string, b: string) => `(import "${a}" "${b}" (func (param externref) (result externref)))`;
  class Environment {
    log() {}
    toString() {
      return "its own";
    }
  }
  const givens = { object: {}, made: new Environment(), function: () => {}, async: async () => {} };
  for (const module of ["constructor", "__proto__", "toString", "hasOwnProperty"])
    t.throws(attempt(two(module, "constructor"), {}), refused, `of the import object: ${module}`);
  for (const given of Object.keys(givens))
    for (const name of ["constructor", "__proto__", "valueOf", "isPrototypeOf", "__defineGetter__"])
      t.throws(attempt(two(given, name), givens), refused, `${given}.${name}`);
  for (const name of ["call", "apply", "bind"])
    t.throws(attempt(two("function", name), givens), refused, name);
  const nested = `(import "made" (instance (export "log" (instance (export "constructor"
    (func (param externref) (result externref)))))))`;
  t.throws(attempt(nested, givens), refused, "the function of a function");
  t.throws(attempt(`(import "__proto__" (instance (export "constructor" (func))))`, {}), refused);
  t.end();
});

t.test("inherited imports that were meant are found", (t) => {
  class Environment {
    log() {
      return 1;
    }
    toString() {
      return 2;
    }
  }
  const text = (name: string) =>
    parse(`(module (import "env" "${name}" (func (result i32))) (export "f" (func 0)))`);
  for (const [name, result] of [
    ["log", 1],
    ["toString", 2],
  ] as const) {
    const { exports } = new W.Instance(new W.Module(text(name)), { env: new Environment() as never });
    t.equal(exports["f"](), result);
  }
  const own = { constructor: () => 3, __proto__: null };
  t.equal(new W.Instance(new W.Module(text("constructor")), { env: own }).exports["f"](), 3, "or own ones");
  t.end();
});

t.test("one instance cannot read another's memory beyond its own", (t) => {
  const module = new W.Module(
    parse(`(module (memory (export "m") 1) (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0)))
      (func (export "far") (param i32) (result i32) (i32.load offset=4294967295 (local.get 0)))
      (func (export "copy") (param i32 i32 i32) (memory.copy (local.get 0) (local.get 1) (local.get 2))))`),
  );
  const [a, b] = [new W.Instance(module).exports, new W.Instance(module).exports];
  new Uint8Array(b["m"].buffer).fill(0x55);
  const trap = { name: "RuntimeError", message: "out of bounds memory access" };
  for (const at of [65_536, -1, 2 ** 31, 131_072]) t.throws(() => a["load"](at), trap);
  t.throws(() => a["far"](1), trap);
  t.throws(() => a["copy"](0, 65_535, 2), trap);
  t.same(new Set(new Uint8Array(a["m"].buffer)), new Set([0]));
  t.end();
});

t.test("the meter of an output is its embedder's, whatever the module exports", (t) => {
  const bytes = parse(
    `(module (func (export "meter")) (func (export "InterruptError")) (func (export "__proto__")))`,
  );
  const { code } = compileToModule(bytes, { meter: true, instance: true, format: "iife", name: "it" });
  const it = new Function(`${code};return it`)() as Record<string, { fuel: number }>;
  t.equal(it["meter"]!.fuel, Number.POSITIVE_INFINITY);
  t.equal(Object.getPrototypeOf(it), Object.prototype);
  t.ok(Object.hasOwn(it, "__proto__"));
  t.end();
});

// onCode

const BIG = `(module ${Array.from(
  { length: 6000 },
  (_, i) => `(func (export "f${i}") (param i32) (result i32)
  (i32.mul (i32.add (local.get 0) (i32.const ${i + 70_000})) (i32.const ${i + 80_000})))`,
).join("")})`;

t.test("onCode sees all code before it runs, later parts as well, and may refuse it", (t) => {
  const seen: string[] = [];
  let allowed = true;
  const onCode = (source: string) => {
    seen.push(source);
    if (!allowed) throw new Error("vetoed");
  };
  const engine = createEngine({ onCode, meter: createMeter() });
  const big = new engine.Instance(new engine.Module(parse(BIG))).exports;
  t.equal(big["f0"](1), Math.imul(70_001, 80_000));
  t.ok(seen.length >= 2, "the tree and a function");
  for (const source of seen) t.same(complaints(source), []);
  allowed = false;
  t.throws(() => big["f5999"](1), { message: "vetoed" });
  t.throws(() => new engine.Instance(new engine.Module(parse(`(module (func $f) (start $f))`))), {
    message: "vetoed",
  });
  allowed = true;
  t.equal(big["f5999"](1), Math.imul(76_000, 85_999), "what was refused can be asked for again");
  t.end();
});

t.test("onCode of the engine that runs a module decides, wherever it was compiled", (t) => {
  const plain = createEngine();
  const module = new plain.Module(parse(`(module (func $f) (start $f))`));
  const engine = createEngine({
    onCode: () => {
      throw new Error("vetoed");
    },
  });
  new plain.Instance(module);
  t.throws(() => new engine.Instance(module), { message: "vetoed" });
  t.end();
});

t.test("code is made of strings in one place", (t) => {
  const places = ["compiler", "engine"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !/\.(test|generated)\.ts$/.test(file))
      .map((file) => `${folder}/${file}`)
      .filter((file) => /^(?! *(\/\/|\*)).*(new Function\(|\beval\()/m.test(readFileSync(file, "utf8"))),
  );
  t.same(places, ["engine/instantiate/evaluate.ts"]);
  t.end();
});
