// Every valid binary of ../shared/conformance: decoded, encoded again byte for byte where its LEB128s are shortest, and
// the linking ones turned from each encoding into the other.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { ALL_FEATURES, MortiseError, parseFeatures } from "../base/index.ts";
import type { ModuleDef } from "../model/index.ts";
import { BodyDecoder } from "./body.ts";
import type { Encoding } from "./context.ts";
import { decodeModule } from "./decode.ts";
import { encodeModule } from "./encode.ts";
import { decodeNames } from "./names.ts";
import { Recoder, SAME_INDICES } from "./recode.ts";

const ROOT = join("..", "shared", "conformance");
const LINKING = join(ROOT, "module-linking");
const skip = existsSync(ROOT) ? false : "no ../shared/conformance here";

const binariesIn = (folder: string) => readdirSync(folder).filter((file) => file.endsWith(".wasm"));

interface Command {
  readonly type: string;
  readonly filename?: string;
  readonly module_type?: string;
  readonly text?: string;
}

/** The binary commands of the assembled scripts in a folder. */
function commandsIn(folder: string): Command[] {
  const scripts = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return scripts
    .flatMap(
      (file) => (JSON.parse(readFileSync(join(folder, file), "utf8")) as { commands: Command[] }).commands,
    )
    .filter(({ filename, module_type }) => filename !== undefined && module_type === "binary");
}

const isValid = ({ type }: Command) =>
  type === "module" || type === "assert_unlinkable" || type === "assert_uninstantiable";

t.test("core suites", { skip }, async (t) => {
  const folder = join(ROOT, "core-assembled");
  const features = parseFeatures("2.0");
  const body = new BodyDecoder(features);
  const recoder = new Recoder(SAME_INDICES);
  const counts = { valid: 0, identical: 0, recoded: 0 };
  const missed: string[] = [];
  for (const command of commandsIn(folder)) {
    const bytes = readFileSync(join(folder, command.filename!));
    try {
      const { module } = decodeModule(bytes, { features, encoding: "auto" });
      for (const span of module.code) body.start(span).locals(0), body.run({ instruction() {} });
      if (isValid(command)) {
        counts.valid++;
        decodeNames(module);
        if (bytes.equals(encodeModule(module, { encoding: "proposal" }))) counts.identical++;
        const code = module.code.map((span) => recoder.body(span));
        if (bytes.equals(encodeModule({ ...module, code }, { encoding: "proposal" }))) counts.recoded++;
      } else if (command.type === "assert_malformed") missed.push(`${command.text}`);
    } catch (error) {
      if (!(error instanceof MortiseError)) throw error;
      if (isValid(command)) t.fail(`${command.filename}: ${error.message}`);
    }
  }
  // The rest have padded LEB128s, empty sections, or segments written with longer flags.
  t.ok(counts.valid === 1242 && counts.identical >= 1206, `${JSON.stringify(counts)}`);
  t.equal(counts.recoded, counts.identical, "bodies written again with the same indices are the same");
  // Whether code needs a data count is seen in bodies; module linking gives a meaning to import kind 5.
  t.same(missed, ["data count section required", "data count section required", "malformed import kind"]);
});

const decode = (file: string, encoding: Encoding | "auto"): ModuleDef | undefined => {
  try {
    return decodeModule(readFileSync(file), { features: ALL_FEATURES, encoding, strict: true }).module;
  } catch (error) {
    if (error instanceof MortiseError) return undefined;
    throw error;
  }
};

/** Counts of pairs of the same module in both encodings, and of those that each turns into the other exactly. */
function compareEncodings(folders: Record<Encoding, string>) {
  const counts = { pairs: 0, toProposal: 0, toTools: 0, auto: 0 };
  for (const file of binariesIn(folders.proposal)) {
    const proposal = decode(join(folders.proposal, file), "proposal");
    const tools = decode(join(folders["wasm-tools"], file), "wasm-tools");
    if (proposal === undefined || tools === undefined) continue;
    counts.pairs++;
    const write = (module: ModuleDef, encoding: Encoding) => Buffer.from(encodeModule(module, { encoding }));
    if (write(tools, "proposal").equals(write(proposal, "proposal"))) counts.toProposal++;
    if (write(proposal, "wasm-tools").equals(write(tools, "wasm-tools"))) counts.toTools++;
    const found = decode(join(folders["wasm-tools"], file), "auto");
    if (found !== undefined && write(found, "proposal").equals(write(proposal, "proposal"))) counts.auto++;
  }
  return counts;
}

t.test("linking suites: each encoding becomes the other, byte for byte", { skip }, async (t) => {
  const pairs = (of: (encoding: Encoding) => string) =>
    compareEncodings({
      proposal: join(LINKING, of("proposal")),
      "wasm-tools": join(LINKING, of("wasm-tools")),
    });
  const all = (count: number) => ({ pairs: count, toProposal: count, toTools: count, auto: count });
  t.same(
    pairs((encoding) => join(`assembled-${encoding}`, "wasm-tools")),
    all(137),
  );
  t.same(
    pairs((encoding) => join(`assembled-${encoding}`, "wasmtime")),
    all(145),
  );
  t.same(
    pairs((encoding) => join("random", `valid-${encoding}`)),
    all(180),
  );
});

t.test("assembled linking binaries come out as they were", { skip }, async (t) => {
  for (const encoding of ["proposal", "wasm-tools"] as const)
    for (const [suite, expected] of [
      ["wasm-tools", 136],
      ["wasmtime", 145],
    ] as const) {
      const folder = join(LINKING, `assembled-${encoding}`, suite);
      let identical = 0;
      for (const file of binariesIn(folder)) {
        const module = decode(join(folder, file), encoding);
        if (module && readFileSync(join(folder, file)).equals(encodeModule(module, { encoding })))
          identical++;
      }
      t.equal(identical, expected, `${encoding} ${suite}`);
    }
});

t.test("no binary, however mutated, brings an error that is not ours", { skip }, async (t) => {
  const folder = join(LINKING, "random", "mutated");
  const features = parseFeatures("2.0");
  const verdicts = readFileSync(join(LINKING, "random", "verdicts.tsv"), "latin1")
    .trim()
    .split("\n");
  const refusedButValid: string[] = [];
  for (const line of verdicts) {
    const [file, verdict] = line.split("\t");
    const bytes = readFileSync(join(folder, file!));
    for (const encoding of ["auto", "proposal", "wasm-tools"] as const)
      try {
        decodeModule(bytes, { features, encoding, strict: true });
      } catch (error) {
        if (!(error instanceof MortiseError) || error.offset === undefined) throw error;
        if (encoding === "wasm-tools" && verdict === "ok") refusedButValid.push(`${file} ${error.message}`);
      }
  }
  t.same(refusedButValid, []);
});
