// `mortise/polyfill` in Node: as elsewhere, with a code cache if `MORTISE_CACHE` names a folder.

import { createEngine, fillIn } from "../api/index.ts";
import { requestedCache } from "../cache/index.ts";

fillIn(() => createEngine({ cache: requestedCache() }));
