// `mortise/polyfill`: loading it puts a WebAssembly where the environment has none. Where there is one, nothing happens. In Node
// it is `engine/node/polyfill.ts`.

import { createEngine } from "./create-engine.ts";
import { fillIn } from "./fill-in.ts";

fillIn(createEngine);
