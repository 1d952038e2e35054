// Three of the real programs that are fast to install and to run; `npm run realworld` runs all of them.

import t from "tap";
import { hasRealworld, install, runProgram } from "./realworld-programs.ts";

/** Programs and the packages they need. */
const FAST = { "as-sha256": "@chainsafe/as-sha256", "source-map": "source-map", yoga: "yoga-layout" };
const LIMIT_SECONDS = 120;

const skip = hasRealworld() ? false : "there is no ../shared/realworld beside the checkout";

t.test("real programs give the right result, twice", { skip }, async (t) => {
  const place = await install(Object.values(FAST));
  for (const name of Object.keys(FAST))
    t.equal(runProgram(place, name, LIMIT_SECONDS).error, undefined, name);
});
