// One address a function, whoever takes it, and one variable, whoever reads it.

import { linkShared } from "../../compiler/dylink/index.ts";
import { said } from "../said.ts";
import { moduleOf } from "../texts.ts";
import type { Example } from "../ways.ts";

const unit = (name: string) => moduleOf("function-pointers", name);

export const example: Example = {
  run(engine) {
    const linked = linkShared(unit("main.wasm"), [unit("libdraw.so"), unit("libshapes.so")]);
    const { exports } = new engine.Instance(new engine.Module(linked));
    exports["run"]();
    return said(exports);
  },
};
