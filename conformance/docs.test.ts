// Runs docs/LINKING-TOOLS.md: blocks with a file name are written to one folder, and every command of the others is run there and
// must print what the page says.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { MortiseError } from "../compiler/base/index.ts";
import { readDescription } from "../compiler/link/index.ts";
import { dispatch } from "../engine/cli/index.ts";

const page = readFileSync(join("docs", "LINKING-TOOLS.md"), "utf8");
const schema = JSON.parse(readFileSync(join("docs", "link.schema.json"), "utf8")) as {
  properties: Record<string, unknown> & {
    instances: { additionalProperties: { properties: Record<string, unknown> } };
  };
};

const home = process.cwd();
const folder = mkdtempSync(join(tmpdir(), "mortise-docs-"));
t.teardown(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});
process.chdir(folder);

async function printed(args: readonly string[]): Promise<string> {
  let text = "";
  const line = (one: string) => {
    text += `${one}\n`;
  };
  const bytes = (_: string, data: Uint8Array) => {
    text += new TextDecoder().decode(data);
  };
  await dispatch(args, { out: line, error: line, bytes });
  return text;
}

let commands = 0;
for (const [, info, text] of page.matchAll(/^```(\S+(?: \S+)*)\n([\s\S]*?)^```$/gm)) {
  const file = /file=(\S+)/.exec(info!)?.[1];
  if (file !== undefined) {
    writeFileSync(file, text!);
    continue;
  }
  if (info !== "console") continue;
  for (const block of text!.split(/^\$ mortise /m).slice(1)) {
    const [command, ...expected] = block.split("\n");
    commands++;
    t.test(`mortise ${command}`, async (t) => {
      t.equal((await printed(command!.split(" "))).trimEnd(), expected.join("\n").trimEnd());
    });
  }
}

t.test("the page has its commands", (t) => {
  t.ok(commands > 12);
  t.end();
});

/** What an object of a description may hold, as the error about anything else says. */
function allowed(description: unknown): string[] {
  try {
    readDescription(description);
  } catch (error) {
    if (error instanceof MortiseError) return error.expected!.replace("only ", "").split(", ");
  }
  return [];
}

t.test("the schema and the reader know the same properties", (t) => {
  const { properties } = schema;
  t.same(allowed({ x: 1 }), Object.keys(properties));
  const instance = { modules: {}, instances: { a: { x: 1 } } };
  t.same(allowed(instance), Object.keys(properties.instances.additionalProperties.properties));
  t.end();
});
