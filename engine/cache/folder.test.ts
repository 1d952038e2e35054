// The folder of the cache: what is deleted and what never is, what nobody can write, and several processes at once.

import { execFile } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import t from "tap";
import { CacheFolder } from "./folder.ts";

const folder = mkdtempSync(join(tmpdir(), "mortise-folder-"));
t.teardown(() => rmSync(folder, { recursive: true }));
t.beforeEach(() => {
  chmodSync(folder, 0o700);
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
});

const nameOf = (digit: string): string => `${digit.repeat(64)}.code`;
const there = (): string[] => readdirSync(folder).map((name) => name.slice(0, 1));

/** Sets when a file was used, in minutes before now. */
function used(name: string, minutes: number): void {
  const time = Date.now() / 1000 - 60 * minutes;
  utimesSync(join(folder, name), time, time);
}

t.test("what was not used for longest goes first", (t) => {
  const place = new CacheFolder({ folder, maxSize: 250 });
  for (const [i, digit] of ["a", "b", "c"].entries()) {
    place.write(nameOf(digit), [Buffer.alloc(100)]);
    used(nameOf(digit), 30 - i);
  }
  t.equal(place.read(nameOf("a"))?.length, 100, "it is used now");
  place.prune();
  t.same(there(), ["a", "c"]);
  place.write(nameOf("d"), [Buffer.alloc(200)]);
  place.prune();
  t.same(there(), ["d"]);
  place.write(nameOf("e"), [Buffer.alloc(251)]);
  place.prune();
  t.same(there(), ["d"], "a file that is too large is not kept, and costs no other");
  t.end();
});

t.test("files of others stay; unfinished ones of processes that were ended go", (t) => {
  const place = new CacheFolder({ folder, maxSize: 0 });
  const unfinished = (digit: string) => `${nameOf(digit)}.00000000-0000-4000-8000-00000000000${digit}`;
  for (const name of ["notes.txt", "abc.code", unfinished("1"), unfinished("2")])
    writeFileSync(join(folder, name), "text");
  writeFileSync(join(folder, nameOf("3").replace("code", "large")), "what is written in place of code");
  mkdirSync(join(folder, nameOf("f")));
  used(unfinished("1"), 61);
  place.prune();
  t.same(readdirSync(folder).sort(), ["notes.txt", "abc.code", unfinished("2"), nameOf("f")].sort());
  t.end();
});

t.test("what cannot be written is not kept, and leaves nothing behind", (t) => {
  const place = new CacheFolder({ folder });
  mkdirSync(join(folder, nameOf("a")));
  place.write(nameOf("a"), [Buffer.alloc(10)]);
  t.same(readdirSync(folder), [nameOf("a")]);
  t.equal(place.read(nameOf("a")), undefined);
  const file = join(folder, "a file");
  writeFileSync(file, "");
  for (const path of [file, join(file, "below"), "/proc/mortise"]) {
    const none = new CacheFolder({ folder: path });
    t.notOk(none.isWritable());
    none.write(nameOf("b"), [Buffer.alloc(10)]);
    none.prune();
    t.equal(none.read(nameOf("b")), undefined);
  }
  t.end();
});

t.test("a folder that others may write to is neither read nor written", (t) => {
  if (process.getuid === undefined) t.pass("skipped: Windows does not tell");
  else {
    const place = new CacheFolder({ folder });
    place.write(nameOf("a"), [Buffer.alloc(10)]);
    for (const mode of [0o777, 0o770, 0o702]) {
      chmodSync(folder, mode);
      t.equal(place.read(nameOf("a")), undefined);
      place.write(nameOf("b"), [Buffer.alloc(10)]);
      t.same(there(), ["a"]);
    }
    chmodSync(folder, 0o755);
    t.ok(place.read(nameOf("a")));
    const made = join(folder, "one", "two");
    new CacheFolder({ folder: made }).write(nameOf("a"), [Buffer.alloc(1)]);
    t.same(
      [made, join(made, nameOf("a"))].map((path) => statSync(path).mode & 0o777),
      [0o700, 0o600],
    );
  }
  t.end();
});

t.test("several processes", async (t) => {
  const program = fileURLToPath(new URL(`./testing/hammer.${import.meta.url.slice(-2)}`, import.meta.url));
  const runs = await Promise.all(
    [1, 2, 3, 4].map((seed) =>
      promisify(execFile)(process.execPath, [...process.execArgv, program, folder, "100000", String(seed)]),
    ),
  );
  for (const { stdout, stderr } of runs) {
    const { read, torn } = JSON.parse(stdout) as Record<string, number>;
    t.ok(read! > 0);
    t.equal(torn, 0);
    t.equal(stderr, "");
  }
  const size = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  t.ok(size <= 100_000 && size > 0, `${size} bytes`);
  t.ok(
    readdirSync(folder).every((name) => name.endsWith(".code")),
    "nothing unfinished",
  );
});

t.test("options", (t) => {
  for (const maxSize of [-1, Number.NaN, "1" as never])
    t.throws(() => new CacheFolder({ folder, maxSize }), TypeError);
  t.notOk(existsSync(join(folder, "later")));
  new CacheFolder({ folder: join(folder, "later"), maxSize: Number.POSITIVE_INFINITY });
  t.notOk(existsSync(join(folder, "later")), "made only when something is written");
  t.end();
});
