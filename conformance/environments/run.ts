// npm run environments
//
// Tries every environment and prints the table of docs/ENVIRONMENTS.md. The exit code is 1 if one does not do as it should.

import { ENVIRONMENTS, type Environment, EXPECTED, makePrograms, type Programs } from "./index.ts";

async function attempt(environment: Environment, program: string): Promise<boolean> {
  try {
    return (await environment.run(program)) === EXPECTED;
  } catch (error) {
    console.error(`${environment.name}: ${(error as Error).message}`);
    return false;
  }
}

async function row(environment: Environment, programs: Programs): Promise<string> {
  const missing = await environment.missing();
  if (missing !== undefined) return `| ${environment.name} | not tried: ${missing} | |`;
  const aot = await attempt(environment, programs.aot);
  const engine = await attempt(environment, programs.engine);
  await environment.close?.();
  if (!aot || engine !== environment.evaluates) process.exitCode = 1;
  return `| ${environment.name} | ${aot ? "works" : "FAILS"} | ${engine ? "works" : "no: `eval` is forbidden"} |`;
}

const programs = await makePrograms();
console.log("| environment | `mortise/aot` output | `mortise` (the engine) |\n|---|---|---|");
for (const environment of ENVIRONMENTS) console.log(await row(environment, programs));
