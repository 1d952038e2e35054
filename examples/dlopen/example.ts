// A program that loads its plugins when it runs, by `dlopen`, and JavaScript that does the same.

import { linkShared } from "../../compiler/dylink/index.ts";
import { type Callable, Loader } from "../../engine/dylink/index.ts";
import { said } from "../said.ts";
import { moduleOf } from "../texts.ts";
import type { Example } from "../ways.ts";

const PLUGINS = ["libplus.so", "libtimes.so", "libpower.so"];
const find = (name: string) => (PLUGINS.includes(name) ? moduleOf("dlopen", name).bytes : undefined);

export const example: Example = {
  run(engine) {
    const loader = new Loader(engine, { find });
    const main = linkShared(moduleOf("dlopen", "main.wasm"), [], {
      hostSymbols: ["dlopen", "dlsym", "dlerror"],
    });
    const { exports } = new engine.Instance(new engine.Module(main), { env: loader.env });
    loader.attach(exports);
    exports["run"]();
    const plus = loader.open("libplus.so").sym("operate") as Callable;
    return [...said(exports), `JavaScript calls the same plugin: 1 plus 1 is ${plus(1, 1)}`];
  },
};
