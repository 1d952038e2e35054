// The phases of compilation one by one, for the suite of that name: it alone looks inside the compiler, through the rooms' entries.
import { ALL_FEATURES } from "../compiler/base/index.ts";
import { BodyDecoder, decodeModule } from "../compiler/binary/index.ts";
import { generateTree } from "../compiler/codegen/index.ts";
import type { ModuleDef } from "../compiler/model/index.ts";
import { type ValidModule, validateModule } from "../compiler/validate/index.ts";

export function decode(bytes: Uint8Array): ModuleDef {
  return decodeModule(bytes, { features: ALL_FEATURES, encoding: "auto" }).module;
}

export function validate(module: ModuleDef): ValidModule {
  return validateModule(module, { features: ALL_FEATURES });
}

export function generate(module: ValidModule): string {
  return generateTree(module, {}).source;
}

/** How many instructions the bodies of a module have, those of nested modules not counted. */
export function countInstructions(module: ModuleDef): number {
  const decoder = new BodyDecoder(ALL_FEATURES);
  let count = 0;
  const sink = { instruction: () => void count++ };
  for (const body of module.code) {
    decoder.start(body).locals(0);
    decoder.run(sink);
  }
  return count;
}
