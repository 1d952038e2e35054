// Two libraries that call each other.

import { linkShared } from "../../compiler/dylink/index.ts";
import { said } from "../said.ts";
import { moduleOf } from "../texts.ts";
import type { Example } from "../ways.ts";

const unit = (name: string) => moduleOf("cycles", name);

export const example: Example = {
  run(engine) {
    const linked = linkShared(unit("main.wasm"), [unit("libeven.so"), unit("libodd.so")]);
    const { exports } = new engine.Instance(new engine.Module(linked));
    exports["run"]();
    return said(exports);
  },
};
