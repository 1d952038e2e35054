// Every rule of the JS API, judged on the namespace of Mortise and on the host's own: the latter shows that the rules are
// right, and what it breaks is listed.

import t from "tap";
import { createEngine } from "../../engine/api/index.ts";
import { type Deviation, NATIVE, OURS } from "./deviations.ts";
import { RULES } from "./rules.ts";

const NODE = Number(process.versions.node.split(".")[0]);

const contenders: [name: string, namespace: object | undefined, deviations: readonly Deviation[]][] = [
  ["Mortise", createEngine(), OURS],
  ["native", (globalThis as { WebAssembly?: object }).WebAssembly, NATIVE],
];

t.test("rules have names of their own, and deviations name rules", (t) => {
  const names = new Set(RULES.map(({ name }) => name));
  t.equal(names.size, RULES.length);
  t.same(
    [...NATIVE, ...OURS].map(({ rule }) => rule).filter((rule) => !names.has(rule)),
    [],
  );
  t.end();
});

for (const [name, namespace, deviations] of contenders)
  t.test(name, async (t) => {
    if (namespace === undefined) return void t.comment("this environment has no WebAssembly");
    for (const rule of RULES) {
      const deviation = deviations.find((item) => item.rule === rule.name);
      const error = await failure(rule.check, namespace);
      if (deviation === undefined) t.equal(error, undefined, rule.name);
      else if (deviation.node.includes(NODE)) t.ok(error, `breaks: ${rule.name} (${deviation.reason})`);
    }
  });

/** What a rule complains of, or `undefined`. */
async function failure(
  check: (namespace: object) => unknown,
  namespace: object,
): Promise<string | undefined> {
  // Native compilation does not keep the process alive on Node 20.
  const alive = setInterval(() => {}, 1000);
  try {
    await check(namespace);
    return undefined;
  } catch (error) {
    return String((error as Error)?.message ?? error);
  } finally {
    clearInterval(alive);
  }
}
