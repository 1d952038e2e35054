// A plan as people read it: one line a step.

import { describeType } from "../../compiler/validate/index.ts";
import type { ItemRef, ModulePlan, Plan, Step } from "./plan.ts";
import { TypeReader } from "./type-table.ts";

/** The plan as text. */
export function planText(plan: Plan): string {
  const types = new TypeReader(plan);
  return plan.modules.map((module, id) => moduleText(module, id, types)).join("\n\n");
}

function moduleText({ path, steps }: ModulePlan, id: number, types: TypeReader): string {
  const lines = steps.map((step) => `  ${stepText(step, types)}`);
  return [`module ${id} (${path})`, ...(lines.length === 0 ? ["  nothing to do"] : lines)].join("\n");
}

const quote = (name: string) => JSON.stringify(name);
const item = ([kind, index]: ItemRef) => `${kind} ${index}`;
const named = (fields: readonly (readonly [string, ItemRef[0], number])[]) =>
  fields.map(([name, kind, index]) => `${quote(name)} = ${kind} ${index}`).join(", ");

function stepText(step: Step, types: TypeReader): string {
  switch (step.op) {
    case "import": {
      const field = step.field === undefined ? "" : `.${quote(step.field)}`;
      const type = describeType(types.extern(step.type));
      return `import      ${step.kind} ${step.index} := ${quote(step.module)}${field}: ${type}`;
    }
    case "gather":
      return `gather      instance ${step.index} := ${named(step.fields)}`;
    case "alias":
      return `alias       ${step.kind} ${step.index} := instance ${step.instance}.${quote(step.name)}`;
    case "outer":
      return `alias       module ${step.index} := capture ${step.capture}`;
    case "close":
      return closeText(step);
    case "instantiate":
      return `instantiate instance ${step.index} := module ${step.module} (${named(step.args)})`;
    case "define": {
      const when = step.deferrable ? ", when first used" : "";
      return `define      core ${step.core} (${step.imports.map(item).join(", ")})${when}`;
    }
    case "export":
      return `export      ${quote(step.name)} = ${step.kind} ${step.index}`;
  }
}

function closeText({ index, code, captures }: Extract<Step, { op: "close" }>): string {
  const captured = captures.map(([from, at]) => `${from} ${at}`).join(", ");
  return `close over  module ${index} := code ${code} (${captured})`;
}
