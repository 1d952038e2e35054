// Helpers of generated code: tail calls. A function that makes one has two forms: a body that returns a request, and what
// everyone else calls, which runs requests until there is none. The body hangs on the other as `.body`.

import type { Code } from "./store.ts";

type Trampoline = Code & { body?: Code };

/** The function that is to be called next, and its arguments. */
let tailTarget: Trampoline;
let tailArguments: unknown[] = [];

/** What a body returns instead of a result; no wasm value is this object. */
const REQUEST = {};

/** Notes a tail call; a body returns what this returns. */
export function tailCall(target: Trampoline, ...args: unknown[]): object {
  tailTarget = target;
  tailArguments = args;
  return REQUEST;
}

/** The form of a body that everyone calls. */
export function trampoline(body: Code): Trampoline {
  const run: Trampoline = (...args) => {
    let result = body(...args);
    while (result === REQUEST) result = (tailTarget.body ?? tailTarget)(...tailArguments);
    return result;
  };
  run.body = body;
  return run;
}
