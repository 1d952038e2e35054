// `mortise link` for shared libraries, on the files of the examples.

import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { dispatch } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "mortise-"));
t.teardown(() => rmSync(folder, { recursive: true }));
for (const file of ["main.wasm.wat", "libeven.so.wat", "libodd.so.wat"])
  copyFileSync(`examples/cycles/${file}`, join(folder, file));
copyFileSync("examples/dlopen/main.wasm.wat", join(folder, "plugins.wat"));

async function mortise(line: string): Promise<{ code: number; error: string }> {
  const error: string[] = [];
  const argv = line.split(" ").map((arg) => arg.replace("%", folder));
  const code = await dispatch(argv, { out: () => {}, error: (text) => error.push(text) });
  return { code, error: error.join("\n").replaceAll(folder, "%") };
}

t.test("links files, and those that they need", async (t) => {
  const linked = await mortise("link %/main.wasm.wat %/libeven.so.wat -o %/app.wasm");
  t.same(linked, { code: 0, error: "" });
  t.same(await mortise("run %/app.wasm --invoke run"), { code: 0, error: "" });
  t.same(await mortise("link %/main.wasm.wat %/libodd.so.wat --text"), { code: 0, error: "" });
  t.match(readFileSync(join(folder, "main.wasm.linked.wat"), "utf8"), /\(import "file:libeven\.so" \(module/);
});

t.test("a program that loads its libraries itself", async (t) => {
  t.match((await mortise("link --shared %/plugins.wat")).error, /plugins uses "dlopen".*"dlerror"/);
  t.same(await mortise("link --host dlopen,dlsym,dlerror %/plugins.wat"), { code: 0, error: "" });
  t.ok(readFileSync(join(folder, "plugins.linked.wasm")).length > 100);
});

t.test("errors", async (t) => {
  const { code, error } = await mortise("link %/main.wasm.wat %/plugins.wat");
  t.equal(code, 1);
  t.match(error, /mortise: plugins has no "dylink\.0" section/);
});
