// The one place where source text becomes code.

import { codeForbidden } from "./errors.ts";

/**
 * Sees generated source, an expression whose value is a function, before it is evaluated. Throwing vetoes it; what it
 * returns, if anything, is evaluated instead (a `TrustedScript`, where Trusted Types are enforced).
 */
export type OnCode = (source: string) => unknown;

type Evaluated = (support: object) => unknown;

/**
 * Makes a function of the parameter `E` out of its body.
 * @throws EvalError `code-forbidden` where no code may be made of strings
 */
export function evaluate(source: string, onCode?: OnCode): Evaluated {
  if (onCode === undefined) return permitted(() => new Function("E", source) as Evaluated);
  const text = `(function(E){${source}\n})`;
  const approved = (onCode(text) ?? text) as string;
  // Browsers take a TrustedScript here only: for the Function constructor they make a string of it.
  // biome-ignore lint/security/noGlobalEval: what `new Function` does, by another name than its own, so that it sees no local variables
  return permitted(() => (0, eval)(approved) as Evaluated);
}

function permitted(make: () => Evaluated): Evaluated {
  try {
    return make();
  } catch (error) {
    throw error instanceof EvalError ? codeForbidden(error) : error;
  }
}
