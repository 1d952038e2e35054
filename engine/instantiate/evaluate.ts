// The one place where source text becomes code.

/**
 * Sees generated source before it is evaluated. Throwing vetoes it; what it returns, if anything, is evaluated instead
 * (a `TrustedScript`, where Trusted Types are enforced).
 */
export type OnCode = (source: string) => unknown;

/** Makes a function of the parameter `E` out of its body. */
export function evaluate(source: string, onCode?: OnCode): (support: object) => unknown {
  const approved = (onCode?.(source) ?? source) as string;
  return new Function("E", approved) as (support: object) => unknown;
}
