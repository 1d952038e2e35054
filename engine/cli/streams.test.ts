// What the standard streams of a process can be.

import { closeSync, existsSync, openSync } from "node:fs";
import t from "tap";
import { kindOf } from "./streams.ts";

t.test("a file, a device, a terminal, and what is closed", (t) => {
  const kind = (path: string) => {
    const fd = openSync(path, "r");
    try {
      return kindOf(fd);
    } finally {
      closeSync(fd);
    }
  };
  t.equal(kind("package.json"), "file");
  t.equal(kind("."), "other");
  t.equal(kindOf(2 ** 20), "other", "nothing is open there");
  if (existsSync("/dev/ptmx")) t.equal(kind("/dev/ptmx"), "terminal");
  t.end();
});
