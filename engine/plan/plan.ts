// The instantiation plan: how a module tree becomes instances, as plain data that survives JSON. Executing it needs
// neither the module's bytes nor the compiler (ahead-of-time output carries it as it is).

import type { ExternKind } from "../../compiler/model/index.ts";

/** Plans of another format are refused. */
export const PLAN_FORMAT = 1;

export interface Plan {
  readonly format: typeof PLAN_FORMAT;
  /** The types that values are matched against at the tree's edges; each refers only to earlier ones. */
  readonly types: readonly TypeData[];
  /** In preorder: the root is 0. */
  readonly modules: readonly ModulePlan[];
}

export interface ModulePlan {
  /** As in error messages: `root/module[2]`. */
  readonly path: string;
  /** Its module type, in `Plan.types`. */
  readonly type: number;
  /** In the order in which they take effect: imports, then the header's items, then `define`, then exports. */
  readonly steps: readonly Step[];
}

/** An item of an index space. */
export type ItemRef = readonly [kind: ExternKind, index: number];

export type Step =
  /** Item `index` of the space of `kind` is imported; `field` is absent in a one-level import. */
  | {
      readonly op: "import";
      readonly module: string;
      readonly field?: string;
      readonly kind: ExternKind;
      readonly index: number;
      readonly type: ExternData;
    }
  /** The two-level imports of one module name form an instance. */
  | {
      readonly op: "gather";
      readonly name: string;
      readonly index: number;
      readonly fields: readonly (readonly [name: string, kind: ExternKind, index: number])[];
    }
  /** Field `name` of an instance. */
  | {
      readonly op: "alias";
      readonly kind: ExternKind;
      readonly index: number;
      readonly instance: number;
      readonly name: string;
    }
  /** A module of an enclosing module, out of what this one captured. */
  | { readonly op: "outer"; readonly index: number; readonly capture: number }
  /** A nested module becomes a value: module `code` of the plan, with what it captures. */
  | {
      readonly op: "close";
      readonly index: number;
      readonly code: number;
      readonly captures: readonly CaptureSource[];
    }
  | {
      readonly op: "instantiate";
      readonly index: number;
      readonly module: number;
      readonly args: readonly (readonly [name: string, kind: ExternKind, index: number])[];
    }
  /**
   * The module's own functions, tables, memories, globals, tags, active segments and start function come to be.
   * `imports` are what it gets from elsewhere: functions, tables, memories, globals, tags, each in index order.
   * `deferrable`: nobody can tell whether this happened yet before an item of it is used.
   */
  | {
      readonly op: "define";
      readonly core: number;
      readonly imports: readonly ItemRef[];
      readonly deferrable: boolean;
    }
  | { readonly op: "export"; readonly name: string; readonly kind: ExternKind; readonly index: number };

export type StepOf<Op extends Step["op"]> = Extract<Step, { op: Op }>;

/** What a nested module captures: a module of the module it stands in, or one that this has captured itself. */
export type CaptureSource = readonly ["module", index: number] | readonly ["capture", index: number];

/** A function type is its signature (`ij>f`). Names and types are in arrays: objects have special keys. */
export type TypeData =
  | string
  | readonly ["instance", exports: readonly FieldData[]]
  | readonly ["module", imports: readonly FieldData[], exports: readonly FieldData[]];

export type FieldData = readonly [name: string, type: ExternData];

/** Value types are letters; `max` is null where there is none; flags are `shared` and `index64`. */
export type ExternData =
  | readonly [kind: "func" | "tag" | "module" | "instance", type: number]
  | readonly [kind: "memory", min: number, max: number | null, flags: string]
  | readonly [kind: "table", element: string, min: number, max: number | null, flags: string]
  | readonly [kind: "global", type: string, mutable: boolean];
