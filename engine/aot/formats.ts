// The three formats of an output: how it begins and ends, imports its runtime and exports.

import { quoted } from "../../compiler/base/index.ts";
import { type NamedExpression, PURE } from "./surroundings.ts";

export type Format = "esm" | "cjs" | "iife";

export interface Exported {
  /** Beside these, `instantiate` and `module`. */
  readonly values: readonly NamedExpression[];
  /** Names of the instance's exports, where the output makes an instance when it is loaded. */
  readonly instance: readonly string[] | undefined;
}

interface FormatText {
  readonly opening: (global: string) => string;
  readonly imports: (specifier: string, names: readonly NamedExpression[]) => string;
  readonly exports: (values: readonly NamedExpression[]) => string;
  readonly closing: string;
}

/** `a`, or `"a b"` where that is no identifier. */
const nameText = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name));

const bindings = (names: readonly NamedExpression[], separator: string) =>
  names.map(([name, local]) => `${nameText(name)}${separator}${local}`).join(",");

export const FORMATS: Readonly<Record<Format, FormatText>> = {
  esm: {
    opening: () => "",
    imports: (specifier, names) => `import{${bindings(names, " as ")}}from${JSON.stringify(specifier)};\n`,
    exports: (values) =>
      `export{${values.map(([name, local]) => `${local} as ${nameText(name)}`).join(",")}};\n`,
    closing: "",
  },
  cjs: {
    opening: () => '"use strict";\n(function(){\n',
    imports: (specifier, names) => `const{${bindings(names, ":")}}=require(${JSON.stringify(specifier)});\n`,
    exports: (values) => values.map(([name, local]) => commonExport(name, local)).join(""),
    closing: "})();\n",
  },
  iife: {
    opening: (global) => `var ${global}=(function(){"use strict";\n`,
    imports: () => "",
    exports: (values) =>
      `return{${values.map(([name, local]) => `${memberName(name)}:${local}`).join(",")}};\n`,
    closing: "})();\n",
  },
};

/** `"__proto__":` would set the prototype. */
const memberName = (name: string) => (name === "__proto__" ? '["__proto__"]' : quoted(name));

/** Tools that look for names of CommonJS exports know the plain form. */
function commonExport(name: string, local: string): string {
  if (/^[A-Za-z_$][\w$]*$/.test(name) && name !== "__proto__") return `exports.${name}=${local};\n`;
  return `Object.defineProperty(exports,${quoted(name)},{value:${local},enumerable:true});\n`;
}

/** Declares and exports everything, given that `$output` is declared. */
export function exportsText(format: Format, { values, instance }: Exported): string {
  const named = new Map<string, string>([
    ["instantiate", "i=>$output.instantiate(i)"],
    ["module", `${PURE}(()=>$output.module)()`],
    ...values,
    ...(instance ?? []).map((name) => [name, `$instance[${quoted(name)}]`] as const),
    // No export of the module takes the place of what stops it.
    ...values.filter(([name]) => name === "meter" || name === "InterruptError"),
  ]);
  const declarations = [...named.values()].map((expression, i) => `const $${i}=${expression};\n`);
  const instantiated = instance === undefined ? "" : "const $instance=$output.instantiate();\n";
  const locals = [...named.keys()].map((name, i): NamedExpression => [name, `$${i}`]);
  return `${instantiated}${declarations.join("")}${FORMATS[format].exports(locals)}`;
}
