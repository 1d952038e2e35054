// Follows the instantiation plans of modules that are given to each other by name, and says what comes to be.

import type { Plan } from "../../engine/index.ts";

type Step = Plan["modules"][number]["steps"][number];
type Instantiate = Extract<Step, { op: "instantiate" }>;

/** What a module's index space of modules, and a program's parameters, stand for: names of plans. */
type Names = ReadonlyMap<string, string>;

/**
 * The instances that instantiating `name` makes, one line each, indented by who makes them.
 * @param plans the modules by name; imports of modules at the root have these names
 */
export function instantiations(name: string, plans: ReadonlyMap<string, Plan>): string[] {
  const given = new Map([...plans.keys()].map((key) => [key, key]));
  return linesOf(name, given, "", plans);
}

function linesOf(name: string, given: Names, indent: string, plans: ReadonlyMap<string, Plan>): string[] {
  const { steps } = plans.get(name)!.modules[0]!;
  const modules = new Map<number, string>();
  for (const step of steps)
    if (step.op === "import" && step.kind === "module") modules.set(step.index, given.get(step.module)!);
  const made = steps.filter((step): step is Instantiate => step.op === "instantiate");
  const own = steps.some(({ op }) => op === "define") ? "" : " (links only)";
  const inside = made.flatMap((step) =>
    linesOf(modules.get(step.module)!, argumentsOf(step, modules), `${indent}  `, plans),
  );
  return [`${indent}${name}${own}`, ...inside];
}

function argumentsOf({ args }: Instantiate, modules: ReadonlyMap<number, string>): Names {
  return new Map(
    args.flatMap(([name, kind, index]) => (kind === "module" ? [[name, modules.get(index)!]] : [])),
  );
}
