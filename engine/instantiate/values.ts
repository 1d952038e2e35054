// Module and instance values: what the module and instance index spaces hold while a plan runs.

import type { ModuleType } from "../../compiler/model/index.ts";
import type { Extern, LinkValue } from "./backend.ts";
import type { ModuleCode } from "./code.ts";

/** A module: closed code, and the modules its outer aliases captured. */
export class ModuleValue {
  readonly code: ModuleCode;
  readonly captures: readonly ModuleValue[];
  /** The `Module` object of the JS API, once there is one. */
  host: object | null = null;

  constructor(code: ModuleCode, captures: readonly ModuleValue[]) {
    this.code = code;
    this.captures = captures;
  }

  get type(): ModuleType {
    return this.code.type;
  }
}

/** An immutable record of named link values. */
export interface InstanceValue {
  /** The value of a name that validation has found in its type. */
  get(name: string): LinkValue;
}

/** An instance made of values that were imported one by one. */
export class Gathered implements InstanceValue {
  private readonly fields: ReadonlyMap<string, LinkValue>;

  constructor(fields: ReadonlyMap<string, LinkValue>) {
    this.fields = fields;
  }

  get(name: string): Extern {
    return this.fields.get(name);
  }
}
