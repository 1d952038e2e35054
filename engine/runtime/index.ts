// runtime/: what ahead-of-time output needs to run. `parts` is the whole of it, of which outputs contain what they use;
// this file is `mortise/runtime`, which outputs made with `--external-runtime` import instead, so that they share
// classes, memories and tables with one another.

import { MAX_ALLOCATED_PAGES, MAX_TABLE_SIZE } from "../../compiler/base/index.ts";
import {
  faceOf,
  type HostClasses,
  hostClasses,
  JS_TAG,
  makeSupport,
  type Meter,
  type Support,
} from "../host/index.ts";
import { type Infos, importing, type Output, recipeFrom, type Segments } from "./parts.ts";
import type { GeneratedTree, Recipe } from "../instantiate/index.ts";
import type { Plan } from "../plan/index.ts";

export { createPrecompiledEngine, type PrecompiledOptions } from "../api/index.ts";
export { CompileError, LinkError, RuntimeError } from "../../compiler/runtime/index.ts";
export { createMeter, InterruptError } from "../host/index.ts";
export { decode64 } from "../../compiler/base/index.ts";
export type { Output } from "./parts.ts";

const limits = { pages: MAX_ALLOCATED_PAGES, elements: MAX_TABLE_SIZE };

/** The classes whose objects outputs import and export. */
const classes = /* @__PURE__ */ hostClasses(limits);

const Memory = /* @__PURE__ */ (() => classes.Memory)();
const Table = /* @__PURE__ */ (() => classes.Table)();
const Global = /* @__PURE__ */ (() => classes.Global)();
const Tag = /* @__PURE__ */ (() => classes.Tag)();
const Exception: HostClasses["Exception"] = /* @__PURE__ */ (() => classes.Exception)();
const JSTag = /* @__PURE__ */ (() => faceOf(classes.Tag.prototype, JS_TAG))();
export { Exception, Global, JSTag, Memory, Table, Tag };

/** Made when it is first needed, since loading this must do nothing. */
let support: Support | undefined;
const sharedSupport = () =>
  (support ??= makeSupport(limits, (exception) => faceOf(classes.Exception.prototype, exception)));

/** The support object that outputs share, or one with an output's own meter. */
function supportWith(meter: Meter | undefined): Support {
  if (meter === undefined) return sharedSupport();
  return { ...sharedSupport(), M: meter.cell, spent: meter.spent, spend: meter.spend };
}

/** Called by outputs: what they offer. */
export function defineModule(
  plan: Plan,
  generate: (support: object) => GeneratedTree,
  segments: Segments,
  infos: Infos,
  meter?: Meter,
): Output {
  const recipe = recipeFrom(plan, generate, segments, infos, meter !== undefined);
  return importing(recipe, supportWith(meter), classes);
}

/** What a module offers whose code is made elsewhere. */
export const defineRecipe = (recipe: Recipe): Output => importing(recipe, sharedSupport(), classes);
