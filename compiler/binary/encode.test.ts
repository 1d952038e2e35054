// Encoding: round trips, the places of custom sections, and types moved from one encoding into the other.

import t, { type Test } from "tap";
import { ALL_FEATURES, MortiseError, Writer } from "../base/index.ts";
import { ABSTRACT_BIT, type CompoundTypeDef, type ModuleDef, NULL_BIT, REF_BIT } from "../model/index.ts";
import {
  aliasDecl,
  aliases,
  type Bytes,
  code,
  EMPTY_BODY,
  exportDecl,
  FUNC,
  FUNC_I32,
  functions,
  importDecl,
  imports,
  instanceType,
  KIND,
  moduleType,
  modules,
  name,
  oneLevel,
  outerType,
  section,
  typeDecl,
  types,
  vec,
  wasm,
} from "./bytes.test.tools.ts";
import type { Encoding } from "./context.ts";
import { decodeModule } from "./decode.ts";
import { encodeModule } from "./encode.ts";
import { decodeNames, encodeNames, noNames } from "./names.ts";
import { writeValType } from "./write-types.ts";

const decode = (bytes: Uint8Array, encoding: Encoding | "auto" = "auto"): ModuleDef =>
  decodeModule(bytes, { features: ALL_FEATURES, encoding, strict: true }).module;

const convert = (bytes: Uint8Array, encoding: Encoding): number[] => [
  ...encodeModule(decode(bytes), { encoding }),
];

const roundTrips = (t: Test, what: string, bytes: Uint8Array, encoding: Encoding = "proposal") =>
  t.same([...encodeModule(decode(bytes, encoding), { encoding })], [...bytes], what);

const custom = (text: string): Bytes => section(0, name(text), 1);

t.test("core sections come out as they were", async (t) => {
  const expression = [0x41, 0, 0x0b];
  const bytes = wasm(
    custom("first"),
    custom("second"),
    types(FUNC, FUNC_I32, [0x60, 0, 3, 0x7e, 0x70, 0x6f]),
    custom("after types"),
    imports(
      [name("m"), name("f"), KIND.func, 1],
      [name("m"), 0, KIND.tag, 0, 0],
      [name(""), name("é"), KIND.global, 0x7f, 1],
    ),
    functions(0, 1),
    section(4, vec([0x6f, 1, 0, 200, 1])),
    section(5, vec([0, 1], [1, 1, 2])),
    section(13, vec([0, 0])),
    section(6, vec([0x7f, 0, expression])),
    section(7, vec([name("a"), KIND.func, 1], [name("b"), KIND.tag, 0])),
    section(8, 0),
    section(
      9,
      vec(
        [0, expression, vec(0)],
        [1, 0, vec(0, 1)],
        [2, 0, expression, 0, vec(1)],
        [3, 0, vec(1)],
        [4, expression, vec([0xd2, 0, 0x0b])],
        [5, 0x6f, vec([0xd0, 0x6f, 0x0b])],
        [6, 0, expression, 0x70, vec()],
        [7, 0x70, vec([0xd0, 0x70, 0x0b])],
      ),
    ),
    section(12, 3),
    code(EMPTY_BODY, [1, 1, 0x7f, 0x0b]),
    section(11, vec([0, expression, name("x")], [1, name("y")], [2, 1, expression, name("z")])),
    custom("last"),
  );
  roundTrips(t, "all sections", bytes);
});

t.test("linking sections come out as they were, repeated and interleaved", async (t) => {
  const inner = wasm(types(FUNC), imports(oneLevel("f", KIND.func, 0)));
  const bytes = wasm(
    types(FUNC),
    imports(oneLevel("f", KIND.func, 0)),
    modules(inner, wasm(custom("x"), modules(inner))),
    section(15, vec([0, 0, vec([name("f"), KIND.func, 0])], [0, 0, vec()])),
    aliases([0, 0, KIND.func, name("g")], [1, 1, KIND.module, 0], outerType(0, 3)),
    types(
      instanceType(aliasDecl(0, 0), exportDecl("f", KIND.func, 0)),
      moduleType(importDecl("i", KIND.func, 0)),
    ),
    imports([name("a"), name("b"), KIND.func, 0]),
    imports([name("a"), name("c"), KIND.func, 0]),
    section(7, vec([name("m"), KIND.module, 0], [name("i"), KIND.instance, 0])),
  );
  roundTrips(t, "the proposal's", bytes);
  const flat = wasm(
    types(FUNC, [0x62, vec([name("f"), KIND.func, 0])], [0x61, vec(oneLevel("i", KIND.instance, 1)), vec()]),
  );
  roundTrips(t, "the tools'", flat, "wasm-tools");
});

t.test("deep trees", async (t) => {
  let bytes = wasm();
  for (let depth = 0; depth < 1000; depth++) bytes = wasm(modules(bytes));
  t.ok(Buffer.from(bytes).equals(encodeModule(decode(bytes), { encoding: "proposal" })));
});

t.test("customs keep their place when the sections around them change", async (t) => {
  const module = decode(
    wasm(custom("a"), types(FUNC), custom("b"), functions(0), custom("c"), code(EMPTY_BODY), custom("d")),
  );
  const places = (changed: ModuleDef) =>
    decode(encodeModule(changed, { encoding: "proposal" })).customs.map(
      ({ name, place }) => `${name}${place}`,
    );
  t.same(places({ ...module, header: [] }), ["a0", "b0", "c3", "d10"]);
  t.same(places({ ...module, functions: [], code: [] }), ["a0", "b1", "c1", "d1"]);
  const exported = { ...module, exports: [{ offset: 0, name: "f", kind: "func", index: 0 }] } as const;
  t.same(places(exported), ["a0", "b1", "c3", "d10"]);
});

t.test("types of the text format only", async (t) => {
  const bytes = (type: number) => {
    const to = new Writer();
    writeValType(to, type);
    return [...to.finish()];
  };
  t.same(bytes(0x7f), [0x7f]);
  t.same(bytes(REF_BIT | NULL_BIT | ABSTRACT_BIT | 0x6e), [0x6e]);
  t.same(bytes(REF_BIT | ABSTRACT_BIT | 0x6e), [0x64, 0x6e]);
  t.same(bytes(REF_BIT | NULL_BIT | 100), [0x63, 0xe4, 0x00]);
});

t.test("into the proposal's encoding: an alias before the first use of each type", async (t) => {
  const tools = wasm(
    types(FUNC, FUNC_I32, [
      0x62,
      vec([name("a"), KIND.func, 1], [name("b"), KIND.func, 0], [name("c"), KIND.func, 1]),
    ]),
  );
  const own = instanceType(
    aliasDecl(0, 1),
    exportDecl("a", KIND.func, 0),
    aliasDecl(0, 0),
    exportDecl("b", KIND.func, 1),
    exportDecl("c", KIND.func, 0),
  );
  t.same(convert(tools, "proposal"), [...wasm(types(FUNC, FUNC_I32, own))]);
  t.same(convert(wasm(types(FUNC, FUNC_I32, own)), "wasm-tools"), [...tools], "and back");
});

t.test("into the tools' encoding: what a type defines becomes a type of the module", async (t) => {
  const body = [0, 0x02, 0x02, 0x41, 0, 0x11, 2, 0, 0x0b, 0x0b];
  const names = noNames();
  names.types.set(0, "outer").set(2, "callee");
  const own = wasm(
    types(FUNC, instanceType(typeDecl(FUNC_I32), exportDecl("f", KIND.func, 0)), FUNC),
    imports(oneLevel("i", KIND.instance, 1)),
    functions(2),
    section(4, vec([0x70, 0, 0])),
    code(body),
    section(0, name("name"), encodeNames(names)),
  );
  const moved = noNames();
  moved.types.set(0, "outer").set(3, "callee");
  const tools = wasm(
    types(FUNC, FUNC_I32, [0x62, vec([name("f"), KIND.func, 1])], FUNC),
    imports(oneLevel("i", KIND.instance, 2)),
    functions(3),
    section(4, vec([0x70, 0, 0])),
    code([0, 0x02, 0x03, 0x41, 0, 0x11, 3, 0, 0x0b, 0x0b]),
    section(0, name("name"), encodeNames(moved)),
  );
  t.same(convert(own, "wasm-tools"), [...tools]);
});

t.test("into the tools' encoding: nested types, and aliases that reach through several levels", async (t) => {
  // In the inner module: depth 0 is the type around, 1 the module, 2 its parent, whose types have moved as well.
  const inmost = instanceType(
    aliasDecl(0, 0),
    aliasDecl(1, 0),
    aliasDecl(2, 2),
    exportDecl("f", KIND.func, 2),
  );
  const outer = moduleType(typeDecl(FUNC_I32), typeDecl(inmost), exportDecl("i", KIND.instance, 1));
  const parentType = instanceType(typeDecl(FUNC_I32), exportDecl("f", KIND.func, 0));
  const own = wasm(
    types(FUNC, parentType, FUNC),
    modules(wasm(types(FUNC, outer), aliases(outerType(0, 2)))),
  );
  const inner = wasm(
    types(FUNC, FUNC_I32),
    aliases(outerType(0, 3)),
    types([0x62, vec([name("f"), KIND.func, 2])], [0x61, vec(), vec([name("i"), KIND.instance, 3])]),
    aliases(outerType(0, 3)),
  );
  const tools = wasm(types(FUNC, FUNC_I32, [0x62, vec([name("f"), KIND.func, 1])], FUNC), modules(inner));
  t.same(convert(own, "wasm-tools"), [...tools]);
});

t.test("what is invalid stays invalid, and what has no form is refused", async (t) => {
  const undefinedType = decode(wasm(types(instanceType(exportDecl("f", KIND.func, 7)), FUNC)));
  const lifted = decode(encodeModule(undefinedType, { encoding: "wasm-tools" }), "wasm-tools");
  const { decls } = (lifted.header[0] as { type: CompoundTypeDef }).type;
  t.match(decls, [{ desc: { typeIndex: 7 } }]);
  const module = decode(wasm(modules(wasm()), types(instanceType([0x0f, 1, 0, KIND.module, 0]))));
  t.throws(() => encodeModule(module, { encoding: "wasm-tools" }), {
    code: "cannot-convert-encoding",
    path: "root",
  });
  t.throws(() => encodeModule(module, { encoding: "wasm-tools" }), MortiseError);
});

t.test("names", async (t) => {
  const names = noNames();
  names.module = "m";
  names.funcs.set(3, "é").set(1, "f");
  names.locals.set(0, new Map([[2, "x"]]));
  names.modules.set(0, "inner");
  names.instances.set(5, "i");
  const content = encodeNames(names);
  t.same(decodeNames(decode(wasm(section(0, name("name"), content)))), names);
  const unknown = wasm(section(0, name("name"), [77, 1, 0], content));
  t.same(decodeNames(decode(unknown)), names, "unknown subsections are skipped");
  t.equal(encodeNames(noNames()).length, 0);
});

t.test("a malformed name section gives what can be read, never an error", async (t) => {
  const read = (...content: Bytes[]) => decodeNames(decode(wasm(section(0, name("name"), content))));
  t.equal(read(0, 2, name("m"), 1, 99).module, "m", "a subsection too long");
  t.same([...read(1, 4, 2, 0, name("f"), 0, 2, name("m")).funcs], [[0, "f"]], "a count too large");
  t.equal(read(1, 4, 2, 0, name("f"), 0, 2, name("m")).module, "m", "what follows is read");
  t.equal(read(0, 2, 1, 0xff).module, undefined, "not UTF-8");
});
