import { Fuzzer, DEFAULTS } from "./fuzzer.ts"; import { writeFailure } from "./failure.ts"; 
Error.stackTraceLimit = 0;
const [seed, n, only] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4] as any];
const f = new Fuzzer({ ...DEFAULTS, seed, only, countEvery: 0, shrinkFor: 15000 });
for (let i = 0; i < n; i++) { const r = await f.run(i); if (r) console.log(writeFailure(r), r.mismatch); }
console.log(f.totals.modules, f.totals.executions);
