// The contenders of the benchmark. Each stands behind the interface of contender.ts, so that native WebAssembly, the peers and
// the forms of Mortise are interchangeable; one that cannot run somewhere says why and is skipped.
import { aot } from "./aot.ts";
import type { Contender } from "./contender.ts";
import { mortise, mortiseCached, mortiseMetered, mortiseNative, native, polywasm } from "./namespaces.ts";
import { wasm2js } from "./wasm2js.ts";

export { type Contender, type Exports, type Instantiate, instantiate } from "./contender.ts";
export {
  mortise,
  mortiseCached,
  mortiseMetered,
  mortiseNative,
  type Namespace,
  type NamespaceContender,
  native,
  polywasm,
} from "./namespaces.ts";
export { namespaceFile, translateCollected } from "./wasm2js.ts";

/** All contenders by name, in the order of the reports. */
export const contenders: ReadonlyMap<string, Contender> = new Map(
  [native, mortise, mortiseCached, mortiseMetered, aot, mortiseNative, polywasm, wasm2js].map((it) => [
    it.name,
    it,
  ]),
);
