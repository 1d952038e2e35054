// The one place where source text becomes code.

/**
 * Sees generated source, an expression whose value is a function, before it is evaluated. Throwing vetoes it; what it
 * returns, if anything, is evaluated instead (a `TrustedScript`, where Trusted Types are enforced).
 */
export type OnCode = (source: string) => unknown;

/** Makes a function of the parameter `E` out of its body. */
export function evaluate(source: string, onCode?: OnCode): (support: object) => unknown {
  if (onCode === undefined) return new Function("E", source) as (support: object) => unknown;
  const text = `(function(E){${source}\n})`;
  const approved = (onCode(text) ?? text) as string;
  // Browsers take a TrustedScript here only: for the Function constructor they make a string of it.
  // biome-ignore lint/security/noGlobalEval: what `new Function` does, by another name than its own, so that it sees no local variables
  return (0, eval)(approved) as (support: object) => unknown;
}
