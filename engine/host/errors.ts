// The errors of host objects: TypeErrors and RangeErrors as WebIDL and the JS API ask for them, with words that tell
// what was expected and what was found.

/** What sort of JavaScript value this is, for messages. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "function") return "a function";
  if (typeof value !== "object") return `a ${typeof value}`;
  const tag = tagOf(value);
  return tag?.startsWith("WebAssembly.") ? `a ${tag} of another engine (${adviceFor(tag)})` : "an object";
}

/** `@@toStringTag`, without letting a getter or a proxy of the program's throw. */
function tagOf(value: object): string | undefined {
  try {
    const tag: unknown = Reflect.get(value, Symbol.toStringTag);
    return typeof tag === "string" ? tag : undefined;
  } catch {
    return undefined;
  }
}

const adviceFor = (tag: string) =>
  tag === "WebAssembly.Module" || tag === "WebAssembly.Instance"
    ? "compile its bytes with the engine that is to use it"
    : `make it with the ${tag.slice(12)} class of the engine that is to use it; ` +
      'native objects work with createEngine({ cores: "native" })';

export const illegalInvocation = (member: string, found: unknown) =>
  new TypeError(`WebAssembly.${member}: illegal invocation on ${describe(found)}`);

export const wrongArgument = (where: string, what: string, expected: string, found: unknown) =>
  new TypeError(`WebAssembly.${where}: ${what} must be ${expected}, found ${describe(found)}`);

export const tooFewArguments = (where: string, needed: number, given: number) =>
  new TypeError(
    `WebAssembly.${where}: ${needed} argument${needed === 1 ? "" : "s"} required, ${given} given`,
  );

export const outOfRange = (where: string, what: string, expected: string, found: number) =>
  new RangeError(`WebAssembly.${where}: ${what} must be ${expected}, found ${found}`);

export const cannotGrow = (where: string, from: number, delta: number, unit: string) =>
  new RangeError(`WebAssembly.${where}: cannot grow from ${from} by ${delta} ${unit}`);

export const immutableGlobal = () =>
  new TypeError("WebAssembly.Global.value: the global is immutable and cannot be set");

export const notVisible = (where: string, type: string) =>
  new TypeError(`WebAssembly.${where}: values of type ${type} cannot be seen by JavaScript`);

export const notAFunction = (found: unknown) =>
  new TypeError(`a funcref must be null or an exported WebAssembly function, found ${describe(found)}`);

export const wrongPayload = (expected: number, found: number) =>
  new TypeError(`WebAssembly.Exception: the tag has ${expected} parameters, the payload ${found} values`);

export const foreignTag = () =>
  new TypeError("WebAssembly.Exception.getArg: the exception was not made with this tag");

export const exceptionOfJsTag = () =>
  new TypeError("WebAssembly.Exception: an exception of JSTag is made by throwing the value itself");

/**
 * What stops metered code. Wasm cannot catch it; instances stay usable, and run again once there is fuel or time. Its
 * `code` is `out-of-fuel` or `out-of-time`.
 */
export class InterruptError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "InterruptError";
    this.code = code;
  }
}

export const outOfFuel = () =>
  new InterruptError("out-of-fuel", "the fuel of the meter is used up; set `meter.fuel` to go on");

export const outOfTime = () =>
  new InterruptError("out-of-time", "the time of the meter is over; set `meter.time` to go on");

export const wrongAmount = (what: string, found: unknown) =>
  new TypeError(`Meter.${what}: expected a number from 0, or Infinity, found ${describe(found)}`);

export const notMetered = () =>
  Object.assign(
    new TypeError(
      "the module was compiled ahead of time without a meter; this engine has one, so compile it with the option `meter`",
    ),
    { code: "not-metered" },
  );
