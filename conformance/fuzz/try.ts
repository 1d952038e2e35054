import { recipeOf, bytesOf, moduleOf } from "./generate/cases.ts";
import { BinaryenGenerator } from "./generate/binaryen.ts";
import { ALL_FEATURES } from "../../compiler/base/index.ts";
import { execute } from "./execute.ts";
import { ENGINES } from "./engines.ts";
import { writeFileSync } from "node:fs";
const N = Number(process.argv[2] ?? 20), S = Number(process.argv[3] ?? 1), only = process.argv[4] as any;
const bin = new BinaryenGenerator(ALL_FEATURES);
const st: Record<string, any> = {};
Error.stackTraceLimit = Number(process.env.ST ?? 0);
const cpu = () => { const c = process.cpuUsage(); return (c.user + c.system) / 1000; };
for (let i = 0; i < N; i++) {
  const recipe = recipeOf(S, i, only);
  const s = (st[recipe.sort] ??= { n: 0, ex: 0, traps: 0, bad: 0, tg: 0, te: 0 , size: 0});
  s.n++;
  let t0 = cpu();
  const entropy = bytesOf(recipe);
  const wasm = recipe.sort === "binaryen" ? await bin.generate(entropy) : moduleOf(recipe, entropy, ALL_FEATURES);
  s.size += wasm.length;
  s.tg += cpu() - t0; t0 = cpu();
  try {
    const r = execute({ bytes: wasm, seed: recipe.seed, rounds: 5 }, ENGINES[recipe.kind]);
    s.ex += r.executions; s.traps += r.traps;
    if (r.mismatch) { console.log(recipe.sort, i, wasm.length, r.mismatch); writeFileSync(`/tmp/mis${S}_${i}.wasm`, wasm); s.bad++; }
  } catch (e: any) { console.log(recipe.sort, i, "ERR", (e.stack||String(e)).slice(0, 1600)); writeFileSync(`/tmp/bad${S}_${i}.wasm`, wasm); s.bad++; }
  s.te += cpu() - t0;
}
console.table(st);
