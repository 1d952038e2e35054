// The shape of the lowering tables.

import type { BodyDecoder } from "../binary/index.ts";
import type { OpName } from "../model/index.ts";
import type { FunctionCompiler } from "./function-compiler.ts";

/** Takes an instruction's operands from the compiler's stack, and leaves its results there. */
export type Lowering = (f: FunctionCompiler, body: BodyDecoder) => void;

export type LoweringTable = Partial<Record<OpName, Lowering>>;
