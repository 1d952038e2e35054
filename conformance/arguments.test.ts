import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import t from "tap";
import { usage } from "./arguments.ts";

const script = new URL("./soak/main.ts", import.meta.url);
// Tests run from dist/, the scripts from their source.
const source = fileURLToPath(script).replace("/dist/", "/").replace(/\.js$/, ".ts");
const run = (...args: string[]) =>
  spawnSync(process.execPath, ["--import", "tsx", source, ...args], { encoding: "utf8" });

t.test("scripts say what they take", (t) => {
  const shown = execFileSync(process.execPath, ["--import", "tsx", source, "--help"], { encoding: "utf8" });
  t.match(shown, /^npm run soak \[-- --seconds N\]\n/);
  t.equal(shown, `${usage(new URL(`file://${source}`).href)}\n`);
  t.end();
});

t.test("what a script does not know is an error that says what it does", (t) => {
  const { status, stderr } = run("--nonsense");
  t.equal(status, 2);
  t.match(stderr, /Unknown option '--nonsense'/);
  t.match(stderr, /npm run soak/);
  t.end();
});
