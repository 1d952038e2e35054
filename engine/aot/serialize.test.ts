// Serialized modules: there and back, through a worker, and refused when damaged.

import { createHash } from "node:crypto";
import t from "tap";
import { encodeUtf8, VERSION } from "../../compiler/base/index.ts";
import { parse } from "../../compiler/text/index.ts";
import { createEngine } from "../api/index.ts";
import { compileToModule, deserialize, serialize } from "./index.ts";
import { sha256 } from "./sha256.ts";
import { type Loaded, loaded } from "./testing/load.ts";

const TREE = parse(`(module
  (module $inner (memory (export "memory") 1) (data (i32.const 1) "\\00\\ff\\80")
    (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0))))
  (instance $i (instantiate $inner))
  (func (export "load") (param i32) (result i32) (call (func $i "load") (local.get 0)))
  (export "inner" (module $inner)))`);

const engine = createEngine();
const loads = (module: object) => {
  const { load } = new engine.Instance(module, {}).exports as Loaded;
  return [1, 2, 3].map((at) => load(at));
};

t.test("an engine's module", (t) => {
  const bytes = serialize(new engine.Module(TREE));
  t.same(bytes, serialize(new engine.Module(TREE)), "the same module gives the same bytes");
  const copy = structuredClone(bytes);
  t.same(loads(deserialize(copy)), [0, 0xff, 0x80]);
  t.same(engine.Module.exports(deserialize(copy)), engine.Module.exports(new engine.Module(TREE)));
  t.same(serialize(deserialize(copy)), bytes, "it can be serialized again");
  t.end();
});

t.test("an output's module", async (t) => {
  const { module } = await loaded(compileToModule(TREE).code);
  t.same(loads(deserialize(serialize(module))), [0, 0xff, 0x80]);
});

t.test("source is shown before it is evaluated", (t) => {
  const module = deserialize(serialize(new engine.Module(TREE)), {
    onCode: () => {
      throw new Error("vetoed");
    },
  });
  t.throws(() => new engine.Instance(module, {}), { message: "vetoed" });
  t.end();
});

t.test("any changed byte is found", (t) => {
  const bytes = serialize(new engine.Module(TREE));
  for (let at = 0; at < bytes.length; at += 97) {
    const changed = bytes.slice();
    changed[at]! ^= 4;
    t.throws(() => deserialize(changed), TypeError, `byte ${at}`);
  }
  t.throws(() => deserialize(bytes.subarray(0, bytes.length - 1)), { code: "tampered" });
  t.throws(() => deserialize(bytes.subarray(0, 20)), { code: "not-serialized" });
  t.throws(() => deserialize(TREE), { code: "not-serialized" });
  t.end();
});

t.test("another version is refused", (t) => {
  const bytes = serialize(new engine.Module(TREE));
  const other = VERSION.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
  const at = Buffer.from(bytes).indexOf(encodeUtf8(VERSION));
  bytes.set(encodeUtf8(other), at);
  bytes.set(sha256(bytes.subarray(44)), 12);
  t.throws(() => deserialize(bytes), { code: "other-version", found: other, expected: VERSION });
  t.end();
});

t.test("what cannot be serialized", (t) => {
  const { inner } = new engine.Instance(new engine.Module(TREE), {}).exports as Loaded;
  t.throws(() => serialize(inner), { code: "not-serializable" });
  t.throws(() => serialize({}), { code: "not-serializable" });
  t.throws(() => serialize(undefined), { code: "not-serializable" });
  t.end();
});

t.test("the hash is SHA-256", (t) => {
  for (const size of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000]) {
    const bytes = Uint8Array.from({ length: size }, (_, i) => i * 7);
    t.equal(
      Buffer.from(sha256(bytes)).toString("hex"),
      createHash("sha256").update(bytes).digest("hex"),
      `${size}`,
    );
  }
  t.end();
});
