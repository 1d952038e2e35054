// All rules of the JS API, in the order of the specification's sections.

import { exceptions } from "./exceptions.ts";
import { functions } from "./functions.ts";
import { global } from "./global.ts";
import { instance } from "./instance.ts";
import { memory } from "./memory.ts";
import { moduleRules } from "./module.ts";
import { operations } from "./operations.ts";
import type { Rule } from "./rule.ts";
import { shapes } from "./shapes.ts";
import { table } from "./table.ts";

export const RULES: readonly Rule[] = [
  ...shapes,
  ...operations,
  ...moduleRules,
  ...instance,
  ...memory,
  ...table,
  ...global,
  ...functions,
  ...exceptions,
];
