// The public suites beside this project, where they are: their scripts parse, malformed text is refused, own assembly is
// held against the assembled files, and every valid binary is printed and parsed again.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { EVERY_FEATURE, MortiseError, Reader, Writer } from "../base/index.ts";
import { decodeModule, type Encoding, encodeModule, NAME_SECTION } from "../binary/index.ts";
import { parse, parseScript, print, type ScriptCommand } from "./index.ts";

const SHARED = "../shared/conformance";
const absent = existsSync(SHARED) ? false : `${SHARED} is not there`;

interface Raw {
  readonly filename?: string;
  readonly type: string;
  readonly line: number;
  readonly module_type?: string;
}

const scripts = (folder: string) => readdirSync(join(SHARED, folder)).filter((file) => /\.was?t$/.test(file));

const commandsOf = (folder: string, file: string, encoding: Encoding): ScriptCommand[] =>
  parseScript(readFileSync(join(SHARED, folder, file), "utf8"), { encoding });

const rawCommands = (folder: string, file: string): Raw[] => {
  const path = join(SHARED, folder, file.replace(/\.was?t$/, ".json"));
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as { commands: Raw[] }).commands : [];
};

const moduleOf = (command: ScriptCommand) =>
  "module" in command && typeof command.module === "object" ? command.module : undefined;

/** The bytes of a command's module; `undefined` when its text is refused. Other errors are not caught. */
function assembled(command: ScriptCommand): Uint8Array | undefined {
  try {
    return moduleOf(command)!.bytes;
  } catch (error) {
    if (error instanceof MortiseError && error.kind === "text") return undefined;
    throw error;
  }
}

const MODULE_SECTION = 14;

/** A binary without its name sections, at every depth; nothing else is decoded. */
function withoutNames(bytes: Uint8Array): Uint8Array {
  const reader = new Reader(bytes, 8);
  const out = new Writer().raw(bytes.subarray(0, 8));
  while (!reader.done) {
    const id = reader.u8();
    const size = reader.u32();
    const content = new Reader(bytes, reader.pos, reader.pos + size);
    reader.skip(size);
    if (id === 0 && content.name() === NAME_SECTION) continue;
    const section =
      id === MODULE_SECTION ? namelessModules(content) : bytes.subarray(reader.pos - size, reader.pos);
    out.u8(id).sized(section);
  }
  return out.finish();
}

function namelessModules(content: Reader): Uint8Array {
  const count = content.u32();
  const out = new Writer().u32(count);
  for (let i = 0; i < count; i++) {
    const size = content.u32();
    out.sized(withoutNames(content.bytes.slice(content.pos, content.pos + size)));
    content.skip(size);
  }
  return out.finish();
}

const equal = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

/** Counts of what the texts of a folder come to. */
function countFolder(folder: string, encoding: Encoding = "proposal") {
  const count = { modules: 0, refused: 0, malformed: 0, accepted: 0 };
  for (const file of scripts(folder))
    for (const command of commandsOf(folder, file, encoding)) {
      const module = moduleOf(command);
      if (!module) continue;
      const mustFail = module.form === "text" && command.type.startsWith("assert_malformed");
      const bytes = assembled(command);
      if (mustFail) count[bytes ? "accepted" : "malformed"]++;
      else if (bytes || command.type.startsWith("assert_invalid")) count.modules++;
      else count.refused++;
    }
  return count;
}

t.test("every script parses, malformed text is refused", { skip: absent }, (t) => {
  const folders =
    `core core/simd core/extended-const core/tail-call core/multi-memory core/relaxed-simd core/exceptions
    core/exceptions/legacy core/memory64 core/gc core/threads core-3.0 core-3.0/simd core-3.0/custom`.split(
      /\s+/,
    );
  for (const folder of folders) {
    const { modules, refused, malformed, accepted } = countFolder(folder);
    t.same({ refused, accepted }, { refused: 0, accepted: 0 }, folder);
    t.comment(`${folder}: ${modules} modules, ${malformed} malformed texts refused`);
    if (folder === "core") t.equal(malformed, 581, "all malformed texts of core");
  }
  t.end();
});

/** Compares with the files that another assembler made of the same scripts. */
function compareFolder(folder: string, other: string, encoding: Encoding) {
  const count = { same: 0, sameButNames: 0, different: 0, otherCommands: 0 };
  for (const file of scripts(folder)) {
    const raw = rawCommands(other, file);
    commandsOf(folder, file, encoding).forEach((command, at) => {
      const theirs = raw[at]!;
      if (theirs.type !== command.type || theirs.line !== command.line) count.otherCommands++;
      if (moduleOf(command)?.form !== "binary" || theirs.module_type !== "binary") return;
      const wanted = new Uint8Array(readFileSync(join(SHARED, other, theirs.filename!)));
      const ours = moduleOf(command)!.bytes;
      if (equal(ours, wanted)) count.same++;
      else if (equal(withoutNames(ours), withoutNames(wanted))) count.sameButNames++;
      else count.different++;
    });
  }
  return count;
}

t.test("own assembly is that of the tools", { skip: absent }, (t) => {
  const linking = "module-linking/assembled-wasm-tools";
  t.same(compareFolder("core", "core-assembled", "proposal"), {
    same: 3438,
    sameButNames: 0,
    different: 0,
    otherCommands: 0,
  });
  for (const name of ["wasm-tools", "wasmtime"]) {
    const count = compareFolder(`module-linking/${name}`, `${linking}/${name}`, "wasm-tools");
    t.same(
      { different: count.different, otherCommands: count.otherCommands },
      { different: 0, otherCommands: 0 },
    );
    t.comment(
      `${name}: ${count.same} the same, ${count.sameButNames} but for names of modules and instances`,
    );
  }
  t.end();
});

/** Names of the binaries of a folder that scripts say are valid; all where there is no script. */
function validFiles(folder: string): string[] {
  const files = readdirSync(join(SHARED, folder));
  const raw = files
    .filter((file) => file.endsWith(".json"))
    .flatMap((file) => rawCommands(folder, file.replace(/json$/, "wast")));
  const valid = new Set(raw.filter(({ type }) => type === "module").map(({ filename }) => filename!));
  return files.filter((file) => file.endsWith(".wasm") && (raw.length === 0 || valid.has(file)));
}

t.test("every valid binary comes back from its text", { skip: absent }, (t) => {
  const linking = "module-linking";
  const folders: [folder: string, encoding: Encoding][] = [
    ["core-assembled", "proposal"],
    [`${linking}/assembled-wasm-tools/wasm-tools`, "wasm-tools"],
    [`${linking}/assembled-wasm-tools/wasmtime`, "wasm-tools"],
    [`${linking}/assembled-proposal/wasm-tools`, "proposal"],
    [`${linking}/assembled-proposal/wasmtime`, "proposal"],
    [`${linking}/random/valid-wasm-tools`, "wasm-tools"],
    [`${linking}/random/valid-proposal`, "proposal"],
  ];
  for (const [folder, encoding] of folders) {
    const count = { read: 0, same: 0, reencoded: 0, unread: 0 };
    for (const file of validFiles(folder)) {
      const bytes = new Uint8Array(readFileSync(join(SHARED, folder, file)));
      const written = rewritten(bytes, encoding);
      if (!written) {
        count.unread++;
        continue;
      }
      count.read++;
      const text = print(written, { encoding, folded: count.read % 2 === 0 });
      const back = parse(text, { encoding });
      if (equal(back, written)) count.same++;
      else if (print(back, { encoding }) === print(written, { encoding })) count.reencoded++;
      else t.comment(`${folder}/${file} differs`);
    }
    const { read, same, reencoded, unread } = count;
    t.equal(same + reencoded, read, `${folder}: all ${read} modules come back`);
    t.comment(
      `${folder}: ${same} byte for byte, ${reencoded} whose bodies had longer forms, ${unread} of unbuilt features`,
    );
    if (folder !== "core-assembled") t.equal(reencoded, 0, "all of them byte for byte");
  }
  t.end();
});

/** A binary as our encoder writes it; `undefined` where the decoder refuses a feature. */
function rewritten(bytes: Uint8Array, encoding: Encoding): Uint8Array | undefined {
  try {
    return encodeModule(decodeModule(bytes, { features: EVERY_FEATURE, encoding }).module, { encoding });
  } catch (error) {
    if (error instanceof MortiseError && error.kind === "unsupported") return undefined;
    throw error;
  }
}
