// Binaries as ES modules (the proposal's ESM integration), as two sources each: one that offers the module, and one that
// makes its instance. Both the loader hook and the bundler plugin use them, so an instance is shared through the module map,
// and a module that is imported as a module is compiled but not instantiated.

import { compileToModule } from "../aot/index.ts";
import { type Plan, planModule, type StepOf } from "../plan/index.ts";

/** Added to a specifier, for the module instead of its instance. */
export const AS_MODULE = "?mortise-module";

/** A file name of a binary, or that with `AS_MODULE`. */
export const WASM_ID = /\.wasm(\?mortise-module)?$/;

/** Does the binary need module linking: has it nested modules, or imports of one level? */
export function usesLinking({ modules }: Plan): boolean {
  return modules.length > 1 || importsOf(modules).some(({ field }) => field === undefined);
}

/** Of the root. */
const importsOf = ([root]: Plan["modules"]): StepOf<"import">[] =>
  root!.steps.flatMap((step) => (step.op === "import" ? step : []));

/** The source that exports `module` and `instantiate`. @throws MortiseError */
export const moduleSource = (bytes: Uint8Array, runtime: string): string =>
  compileToModule(bytes, { externalRuntime: runtime }).code;

/**
 * The source that makes the instance and exports its exports. `own` is the specifier of the binary itself.
 * @throws MortiseError
 */
export function instanceSource(bytes: Uint8Array, own: string): string {
  const plan = planModule(bytes);
  const imports = new Map(importsOf(plan.modules).map((step) => [step.module, step]));
  const statements = [...imports.values()].map(importStatement);
  const fields = [...imports.keys()].map((name, i) => `[${JSON.stringify(name)}]:$i${i}`);
  const names = plan.modules[0]!.steps.flatMap((step) => (step.op === "export" ? step.name : []));
  return [
    `import{instantiate as $instantiate}from${JSON.stringify(own + AS_MODULE)};`,
    ...statements,
    `const $exports=$instantiate({${fields.join(",")}});`,
    ...names.map((name, i) => `const $${i}=$exports[${JSON.stringify(name)}];`),
    `export{${names.map((name, i) => `$${i} as ${JSON.stringify(name)}`).join(",")}};\n`,
  ].join("\n");
}

/** A module is imported as one; an instance, or the fields of two-level imports, as a namespace; another item by default. */
function importStatement({ module, field, kind }: StepOf<"import">, index: number): string {
  if (field === undefined && kind === "module")
    return `import{module as $i${index}}from${JSON.stringify(module + AS_MODULE)};`;
  const binding = field !== undefined || kind === "instance" ? `* as $i${index} ` : `$i${index} `;
  return `import ${binding}from${JSON.stringify(module)};`;
}
