// The commands of a test script, in the shape of wabt's `wast2json`: what both the assembled `.json` files and the
// text parser give. Only types; `assembled.ts` reads them, `run.ts` runs them.

/** The module of a command: bytes, or the quoted text of a `module quote`. */
export type ModuleSource =
  | { readonly form: "binary"; readonly bytes: Uint8Array }
  /** Reading `bytes` throws where the text is malformed; it is absent where nobody can assemble. */
  | { readonly form: "text"; readonly text: string; readonly bytes?: Uint8Array | undefined };

/**
 * A value: `value` is the bit pattern as an unsigned decimal, `nan:canonical`, `nan:arithmetic`, `null`, or the number
 * of a host reference. A reference without one is any that is not null. A vector has lanes.
 */
export interface Value {
  readonly type: string;
  readonly value?: string | readonly string[] | undefined;
  readonly lane_type?: string | undefined;
}

/** What a result must be; `either` when one of several will do. */
export type Expected = Value | { readonly type: "either"; readonly values: readonly Value[] };

export type Action =
  | {
      readonly type: "invoke";
      readonly module?: string | undefined;
      readonly field: string;
      readonly args: readonly Value[];
    }
  | { readonly type: "get"; readonly module?: string | undefined; readonly field: string };

/** Commands that say something about a module alone. */
export const MODULE_ASSERTIONS = [
  "assert_invalid",
  "assert_malformed",
  "assert_unlinkable",
  "assert_uninstantiable",
  "assert_invalid_custom",
  "assert_malformed_custom",
] as const;

/** Commands whose action must not return. */
export const FAILURE_ASSERTIONS = ["assert_trap", "assert_exhaustion", "assert_exception"] as const;

export type ModuleAssertion = (typeof MODULE_ASSERTIONS)[number];
export type FailureAssertion = (typeof FAILURE_ASSERTIONS)[number];

export type Command = { readonly line: number } & (
  | { readonly type: "module"; readonly module: ModuleSource; readonly name?: string | undefined }
  | { readonly type: "module_definition"; readonly module: ModuleSource; readonly name?: string | undefined }
  /** Instantiates the definition `module`, or the last one. */
  | {
      readonly type: "module_instance";
      readonly name?: string | undefined;
      readonly module?: string | undefined;
    }
  | { readonly type: "register"; readonly as: string; readonly name?: string | undefined }
  | { readonly type: "action"; readonly action: Action }
  | { readonly type: "assert_return"; readonly action: Action; readonly expected: readonly Expected[] }
  | { readonly type: FailureAssertion; readonly action: Action; readonly text?: string | undefined }
  | { readonly type: ModuleAssertion; readonly module: ModuleSource; readonly text?: string | undefined }
);

export interface Script {
  readonly name: string;
  readonly commands: readonly Command[];
}
