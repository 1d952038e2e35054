// From bytes to a validated module tree.

import { ALL_FEATURES, type Features } from "../../compiler/base/index.ts";
import { type DecodeLimits, type Encoding, decodeModule } from "../../compiler/binary/index.ts";
import type { Plan } from "./plan.ts";
import { planOf } from "./plan-of.ts";
import { type ValidModule, validateModule } from "../../compiler/validate/index.ts";

export interface FrontOptions {
  readonly features: Features;
  readonly encoding: "auto" | Encoding;
  /** Holds every binary to the linking rules (LINKING.md, rule 0). */
  readonly strict: boolean;
  readonly limits?: DecodeLimits | undefined;
}

export interface Front {
  readonly module: ValidModule;
  /** The encoding that the binary was read in. */
  readonly encoding: Encoding;
}

/** Decodes and validates. @throws MortiseError with offset and path */
export function moduleOf(bytes: Uint8Array, options: FrontOptions): Front {
  const decoded = decodeModule(bytes, options);
  return { module: validateModule(decoded.module, options), encoding: decoded.encoding };
}

/** The instantiation plan of a binary: plain data. @throws MortiseError with offset and path */
export function planModule(bytes: Uint8Array, options: Partial<FrontOptions> = {}): Plan {
  return planOf(
    moduleOf(bytes, { features: ALL_FEATURES, encoding: "auto", strict: false, ...options }).module,
  );
}
