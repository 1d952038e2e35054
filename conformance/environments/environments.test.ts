// Every environment that is installed here: ahead-of-time output works in all, the engine where code can be made of strings.

import t from "tap";
import { ENVIRONMENTS, EXPECTED, makePrograms } from "./index.ts";

const programs = await makePrograms();

for (const environment of ENVIRONMENTS)
  t.test(environment.name, async (t) => {
    const missing = await environment.missing();
    if (missing !== undefined) {
      t.pass(`skipped: ${missing}`);
      return;
    }
    t.teardown(() => environment.close?.());
    t.equal(await environment.run(programs.aot), EXPECTED, "ahead of time");
    const engine = await environment.run(programs.engine);
    if (environment.evaluates) t.equal(engine, EXPECTED, "the engine");
    else t.match(engine, /strings|Evaluating a string/, "the engine is refused");
  });
