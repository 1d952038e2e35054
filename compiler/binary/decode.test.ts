// Decoding: the order and sizes of sections, nesting, the choice of encoding, and what is refused with which code.

import t from "tap";
import { ALL_FEATURES, MortiseError, parseFeatures } from "../base/index.ts";
import type { CompoundTypeDef, ModuleDef } from "../model/index.ts";
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
  imports,
  importDecl,
  instanceType,
  KIND,
  moduleType,
  modules,
  name,
  oneLevel,
  outerType,
  section,
  sized,
  typeDecl,
  types,
  u32,
  vec,
  wasm,
} from "./bytes.test.tools.ts";
import { type DecodeOptions, decodeModule } from "./decode.ts";

const ALL: DecodeOptions = { features: ALL_FEATURES, encoding: "auto" };

const decode = (bytes: Uint8Array, options: Partial<DecodeOptions> = {}): ModuleDef =>
  decodeModule(bytes, { ...ALL, ...options }).module;

/** The error of bytes that must be refused, as `code@offset path`. */
function refusal(bytes: Uint8Array, options: Partial<DecodeOptions> = {}): string {
  try {
    decode(bytes, options);
  } catch (error) {
    if (error instanceof MortiseError) return `${error.code}@${error.offset} ${error.path}`;
    throw error;
  }
  return "accepted";
}

t.test("preamble", async (t) => {
  t.equal(refusal(new Uint8Array(0)), "bad-magic@0 root");
  t.equal(refusal(Uint8Array.of(0, 0x61, 0x73)), "bad-magic@0 root");
  t.equal(refusal(Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0)), "bad-version@4 root", "a component");
  t.equal(decode(wasm()).header.length, 0);
});

t.test("a core module", async (t) => {
  const module = decode(
    wasm(
      types(FUNC, FUNC_I32),
      imports([name("m"), name("f"), KIND.func, 1], [name("m"), name("mem"), KIND.memory, 1, 1, 2]),
      functions(0),
      section(4, vec([0x70, 0, 3])),
      section(6, vec([0x7f, 1, 0x41, 7, 0x0b])),
      section(7, vec([name("run"), KIND.func, 1])),
      section(8, 1),
      section(9, vec([0, 0x41, 0, 0x0b, vec(0, 1)], [5, 0x70, vec([0xd0, 0x70, 0x0b])])),
      section(12, 2),
      code(EMPTY_BODY),
      section(11, vec([0, 0x41, 0, 0x0b, name("ab")], [1, name("c")])),
      section(0, name("note"), 1, 2, 3),
    ),
  );
  t.same(
    module.header.map(({ item }) => item),
    ["type", "type", "import", "import"],
  );
  t.same(module.functions, [{ index: 0, offset: 40 }]);
  t.match(module.tables, [{ type: { element: 0x70, limits: { min: 3 } } }]);
  t.match(module.globals, [{ type: { type: 0x7f, mutable: true } }]);
  t.equal(module.globals[0]!.init.end - module.globals[0]!.init.start, 3);
  t.match(module.exports, [{ name: "run", kind: "func", index: 1 }]);
  t.equal(module.startFunction?.index, 1);
  t.match(module.elements, [
    { mode: "active", items: { form: "funcs", indices: [0, 1] } },
    { mode: "passive", type: 0x70, items: { form: "exprs" } },
  ]);
  t.equal(module.dataCount, 2);
  t.same(
    module.data.map(({ mode, content }) => [mode, content.end - content.start]),
    [
      ["active", 2],
      ["passive", 1],
    ],
  );
  t.match(module.customs, [{ name: "note", place: 11, after: 11 }]);
  t.equal(module.code.length, 1);
});

t.test("sections: sizes, ids and order", async (t) => {
  t.equal(refusal(wasm(section(17))), "bad-section-id@8 root");
  t.equal(refusal(wasm([1, 5, 0])), "section-too-long@9 root");
  t.equal(refusal(wasm(section(1, vec(FUNC), 0))), "section-size-mismatch@14 root");
  t.equal(refusal(wasm([1, 1, 1])), "unexpected-end@11 root");
  t.equal(refusal(wasm(functions(), functions())), "section-out-of-order@11 root");
  t.equal(refusal(wasm(section(7, 0), section(3, 0))), "section-out-of-order@11 root");
  t.equal(
    refusal(wasm(section(3, 0), types())),
    "section-out-of-order@11 root",
    "a header section after functions",
  );
  t.equal(
    refusal(wasm(section(13, 0), section(5, 0))),
    "section-out-of-order@11 root",
    "tags follow memories",
  );
  t.equal(refusal(wasm(section(5, 0), section(13, 0), section(6, 0))), "accepted");
  t.equal(refusal(wasm(section(0, 3, 0x61, 0x62))), "unexpected-end@13 root", "a custom section's name");
  t.equal(refusal(wasm(section(0, 1, 0xff))), "bad-utf8@11 root");
});

t.test("counts that must agree", async (t) => {
  t.equal(refusal(wasm(types(FUNC), functions(0))), "code-count-mismatch@18 root");
  t.equal(refusal(wasm(code(EMPTY_BODY))), "code-count-mismatch@10 root");
  t.equal(refusal(wasm(section(12, 1))), "data-count-mismatch@11 root");
  t.equal(refusal(wasm(section(12, 0))), "accepted");
});

t.test("counts never size anything before their bytes are seen", async (t) => {
  const many = [0xff, 0xff, 0x3f];
  t.equal(refusal(wasm(section(1, many))), "too-many-items@10 root");
  t.equal(refusal(wasm(section(1, u32(900_000)))), "unexpected-end@13 root");
  t.equal(refusal(wasm(types([0x61, u32(4_000_000_000)]))), "unexpected-end@17 root");
  t.equal(refusal(wasm(types([0x60, u32(1001), new Array(1001).fill(0x7f), 0]))), "too-many-items@13 root");
});

t.test("types, limits and flags", async (t) => {
  const cases: [string, string, Bytes][] = [
    ["value type", "bad-value-type@13", types([0x60, 1, 0x40, 0])],
    ["vector type", "simd-unsupported@13", types([0x60, 1, 0x7b, 0])],
    ["typed reference", "function-references-unsupported@13", types([0x60, 1, 0x64, 0])],
    ["anyref", "gc-unsupported@13", types([0x60, 1, 0x6e, 0])],
    ["struct", "gc-unsupported@11", types([0x5f, 0])],
    ["form", "bad-type-form@11", types([0x63, 0])],
    ["limits flags", "bad-limits-flags@11", section(5, vec([8, 0]))],
    ["shared memory", "threads-unsupported@11", section(5, vec([3, 0, 1]))],
    ["64-bit memory", "memory64-unsupported@11", section(5, vec([4, 0]))],
    ["shared table", "bad-limits-flags@12", section(4, vec([0x70, 3, 0, 1]))],
    ["number table", "bad-reference-type@11", section(4, vec([0x7f, 0, 0]))],
    ["table with a value", "function-references-unsupported@11", section(4, vec([0x40, 0, 0x70, 0, 0]))],
    ["mutability", "bad-mutability@12", section(6, vec([0x7f, 2, 0x41, 0, 0x0b]))],
    ["expression without end", "missing-end@15", section(6, vec([0x7f, 0, 0x41, 0]))],
    ["element flags", "bad-segment-flags@11", section(9, vec([8]))],
    ["element kind", "bad-element-kind@12", section(9, vec([1, 1, 0]))],
    ["data flags", "bad-segment-flags@11", section(11, vec([3]))],
    ["import kind", "bad-kind@13", imports([0, 0, 7, 0])],
    ["export kind", "bad-kind@12", section(7, vec([0, 7, 0]))],
    ["tag attribute", "bad-tag-attribute@11", section(13, vec([1, 0]))],
    ["instance form", "bad-instance@11", section(15, vec([1, 0, 0]))],
    ["alias form", "bad-alias@11", aliases([2, 0, 0])],
    ["outer alias kind", "bad-kind@13", aliases([1, 0, 8, 0])],
    ["type declaration", "bad-type-declaration@13", types([0x62, 1, 0x03])],
    ["import in an instance type", "import-in-instance-type@13", types([0x62, 1, 0x02, 0, 0, 0, 0])],
    ["overlong count", "integer-too-long@10", section(3, [0x80, 0x80, 0x80, 0x80, 0x80, 0])],
    ["too large a count", "integer-too-large@10", section(3, [0x80, 0x80, 0x80, 0x80, 0x70])],
  ];
  for (const [what, expected, part] of cases)
    t.equal(refusal(wasm(part), { encoding: "proposal" }), `${expected} root`, what);
});

t.test("features that are off", async (t) => {
  const mvp = { features: parseFeatures("mvp") };
  t.equal(refusal(wasm(section(14, 0)), mvp), "feature-off@8 root");
  t.equal(refusal(wasm(types([0x62, 0])), mvp), "feature-off@11 root");
  t.equal(refusal(wasm(imports(oneLevel("a", KIND.func, 0))), mvp), "feature-off@13 root");
  t.equal(refusal(wasm(section(7, vec([0, KIND.instance, 0]))), mvp), "feature-off@12 root");
  t.equal(refusal(wasm(types(), types()), mvp), "section-out-of-order@11 root");
  t.equal(refusal(wasm(section(13, 0)), mvp), "feature-off@10 root");
  t.equal(refusal(wasm(section(12, 0)), mvp), "feature-off@10 root");
  t.equal(refusal(wasm(section(11, vec([1, 0]))), mvp), "feature-off@11 root");
  t.equal(refusal(wasm(types([0x60, 0, 2, 0x7f, 0x7f])), mvp), "feature-off@13 root");
  t.equal(refusal(wasm(types([0x60, 1, 0x6f, 0])), mvp), "feature-off@13 root");
});

t.test("rule 0: a binary without linking is held to the core rules, unless strict", async (t) => {
  for (const [what, ...parts] of [
    ["an empty alias section", section(16, 0)],
    ["two type sections", types(FUNC), types(FUNC)],
    ["types after imports", imports([0, 0, KIND.memory, 0, 0]), types()],
  ] as [string, ...Bytes[]][]) {
    t.match(refusal(wasm(...parts)), /^section-out-of-order@\d+ root$/, what);
    t.equal(refusal(wasm(...parts), { strict: true }), "accepted", what);
    const linked = wasm(
      ...parts,
      imports(oneLevel("x", KIND.memory, 0), [name("y"), 0, 0xff, KIND.memory, 0, 0]),
    );
    t.match(refusal(linked), /unexpected-end/, "a broken import is told first");
    t.equal(refusal(wasm(...parts, modules(wasm()))), "accepted", `${what}, and a nested module`);
    t.equal(refusal(wasm(modules(wasm(...parts)))), "accepted", `${what} in a nested module`);
  }
});

t.test("nested modules", async (t) => {
  const inner = wasm(types(FUNC), functions(0), code(EMPTY_BODY));
  const root = decode(wasm(modules(wasm(), wasm(modules(inner))), types(FUNC), modules(inner)));
  const paths: string[] = [];
  const collect = (module: ModuleDef) => {
    paths.push(module.path);
    for (const item of module.header) if (item.item === "module") collect(item.module);
  };
  collect(root);
  t.same(paths, ["root", "root/module[0]", "root/module[1]", "root/module[1]/module[0]", "root/module[2]"]);
  t.equal(
    refusal(wasm(modules(wasm(modules(wasm(section(17))))))),
    "bad-section-id@32 root/module[0]/module[0]",
  );
  t.equal(refusal(wasm(section(14, 1, 200, 1, 0))), "section-too-long@11 root", "longer than its section");
  t.equal(refusal(wasm(section(14, 1, 7, [...wasm()].slice(0, 7)))), "bad-version@16 root/module[0]");
  t.equal(refusal(wasm(section(14, vec(sized([...wasm()])), 0))), "section-size-mismatch@20 root");
});

t.test("nesting is bounded, without the host's stack", async (t) => {
  let bytes = wasm();
  for (let depth = 0; depth < 1000; depth++) bytes = wasm(modules(bytes));
  t.equal(refusal(bytes), "accepted");
  t.match(refusal(wasm(modules(bytes))), /^nested-too-deep@\d+ root\/module/);
  const nested = (depth: number): Bytes => {
    let type: Bytes = [0x62, 0];
    for (let i = 1; i < depth; i++) type = [0x62, 1, 0x01, type];
    return types(type);
  };
  t.equal(refusal(wasm(nested(1000)), { encoding: "proposal" }), "accepted");
  t.match(refusal(wasm(nested(1001)), { encoding: "proposal" }), /^nested-too-deep@\d+ root/);
});

t.test("one-level imports", async (t) => {
  const { header } = decode(
    wasm(types(FUNC), imports(oneLevel("a", KIND.func, 0), [name("b"), 0x80, 0x00, 0xff, 0, 0])),
  );
  t.match(header.slice(1), [
    { module: "a", field: undefined },
    { module: "b", field: undefined },
  ]);
  t.match(decode(wasm(types(FUNC), imports([name("a"), 0, KIND.func, 0]))).header[1], { field: "" });
});

t.test("instances and aliases", async (t) => {
  const { header } = decode(
    wasm(
      modules(wasm()),
      section(15, vec([0, 0, vec([name("x"), KIND.memory, 3], [name("y"), KIND.instance, 4])])),
      aliases([0, 0, KIND.table, name("t")], [1, 2, KIND.module, 5], outerType(1, 6)),
    ),
  );
  t.match(header[1], {
    item: "instance",
    module: 0,
    args: [
      { name: "x", kind: "memory", index: 3 },
      { name: "y", kind: "instance", index: 4 },
    ],
  });
  t.match(header[2], { target: { from: "export", instance: 0, kind: "table", name: "t" } });
  t.match(header[3], { target: { from: "outer", depth: 2, kind: "module", index: 5 } });
  t.match(header[4], { target: { from: "outer", depth: 1, kind: "type", index: 6 } });
});

t.test(
  "types of the proposal's encoding: definitions, nested types, aliases of depth 0, 1 and 2",
  async (t) => {
    const inmost = instanceType(aliasDecl(2, 0), aliasDecl(1, 0), exportDecl("f", KIND.func, 0));
    const inner = moduleType(typeDecl(FUNC_I32), typeDecl(inmost), importDecl("i", KIND.instance, 1));
    const { module, encoding } = decodeModule(
      wasm(types(FUNC, instanceType(aliasDecl(0, 0), typeDecl(inner), exportDecl("m", KIND.module, 1)))),
      ALL,
    );
    t.equal(encoding, "proposal");
    const [, outer] = module.header;
    t.match(outer, { item: "type", type: { kind: "instance", scope: "own" } });
    const { decls } = (outer as { type: CompoundTypeDef }).type;
    t.match(decls, [
      { item: "alias", target: { depth: 0, kind: "type", index: 0 } },
      {
        item: "type",
        type: {
          kind: "module",
          decls: [
            { item: "type", type: { kind: "func", params: [0x7f] } },
            {
              item: "type",
              type: {
                kind: "instance",
                decls: [
                  { item: "alias", target: { depth: 2 } },
                  { item: "alias", target: { depth: 1 } },
                  { item: "export", name: "f", desc: { kind: "func", typeIndex: 0 } },
                ],
              },
            },
            { item: "import", module: "i", field: undefined, desc: { kind: "instance", typeIndex: 1 } },
          ],
        },
      },
      { item: "export", name: "m", desc: { kind: "module", typeIndex: 1 } },
    ]);
  },
);

t.test("the choice of encoding", async (t) => {
  const flat = wasm(types(FUNC, [0x62, vec([name("f"), KIND.func, 0])]), types([0x61, 0, 0]));
  t.equal(decodeModule(flat, ALL).encoding, "wasm-tools");
  t.match(decodeModule(flat, ALL).module.header[1], { type: { scope: "enclosing", decls: [{ name: "f" }] } });
  t.match(refusal(flat, { encoding: "proposal" }), /^bad-type-form/);
  t.equal(decodeModule(wasm(types([0x62, 0])), ALL).encoding, "proposal", "the same in both");
  // The proposal's reading fails at the first declaration, the tools' later, at the second section.
  const broken = wasm(types(FUNC, [0x62, vec([name("f"), KIND.func, 0])]), types([0x61, 0, 0]), section(17));
  t.match(refusal(broken), /^bad-section-id/, "the error further in");
  // A body is no reason to read a tree in the other encoding.
  const body = wasm(types(FUNC, instanceType()), functions(0), code([0, 0xff, 0x0b]));
  t.equal(decodeModule(body, ALL).encoding, "proposal");
});

t.test("a file cut off between sections: read by the tools' encoding only, as those tools did", async (t) => {
  const whole = wasm(modules(wasm(modules(wasm(types(FUNC), section(0, name("x")))))));
  const cut = whole.subarray(0, whole.length - 4);
  t.match(refusal(cut), /^section-too-long/);
  t.equal(refusal(cut, { encoding: "wasm-tools", strict: true }), "accepted");
  t.match(refusal(whole.subarray(0, whole.length - 6), { encoding: "wasm-tools" }), /^section-too-long/);
});
