// The interface WebAssembly.Exception of the JS API.

import { funcTypeOf, I64, type ValType } from "../../compiler/model/index.ts";
import { Exception as Store, type Tag } from "../../compiler/runtime/index.ts";
import {
  exceptionOfJsTag,
  foreignTag,
  illegalInvocation,
  outOfRange,
  wrongArgument,
  wrongPayload,
} from "./errors.ts";
import { giveFace } from "./faces.ts";
import { asInterface, dictionary, requireArguments, sequence, unsignedLong } from "./idl.ts";
import { exceptionOf, tagOf } from "./slots.ts";
import { JS_TAG } from "./tag.ts";
import { fromPayload, requireVisible, toPayload } from "./values.ts";

/** The `stack` of exceptions made with `traceStack`. */
const stacks = /* @__PURE__ */ new WeakMap<object, string | undefined>();

/** Makes the class. */
export function exceptionClass() {
  class Exception {
    constructor(tag: unknown, payload: unknown, options?: unknown) {
      const where = "Exception()";
      // biome-ignore lint/complexity/noArguments: only the number given counts
      requireArguments(arguments.length, 2, where);
      const type = tagArgument(tag, where);
      const values = sequence(payload, where, "the payload");
      const { traceStack } = dictionary(options, where, "the options");
      giveFace(this, new Store(type, payloadOf(type, values)));
      if (traceStack) stacks.set(this, new Error().stack);
    }

    getArg(tag: unknown, index: unknown): unknown {
      const where = "Exception.getArg";
      const store = receiver(this, where);
      // biome-ignore lint/complexity/noArguments: only the number given counts
      requireArguments(arguments.length, 2, where);
      const type = tagArgument(tag, where);
      const at = unsignedLong(index, where, "the index");
      if (store.tag !== type) throw foreignTag();
      return argumentAt(store, at, where);
    }

    is(tag: unknown): boolean {
      const store = receiver(this, "Exception.is");
      return store.tag === tagArgument(tag, "Exception.is");
    }

    get stack(): string | undefined {
      receiver(this, "Exception.stack");
      // An exception that wasm threw has the slot of the store only.
      return stacks.get(this);
    }
  }
  return asInterface(Exception, "Exception", 2);
}

function payloadOf(tag: Tag, values: readonly unknown[]): unknown[] {
  if (tag === JS_TAG) throw exceptionOfJsTag();
  const types = paramsOf(tag);
  if (types.length !== values.length) throw wrongPayload(types.length, values.length);
  return types.flatMap((type, i) => {
    requireVisible(type, "Exception()");
    return toPayload(type, values[i]);
  });
}

function argumentAt(exception: Store, index: number, where: string): unknown {
  const types = paramsOf(exception.tag);
  if (index >= types.length)
    throw outOfRange(where, "the index", `less than the number of values, ${types.length}`, index);
  requireVisible(types[index]!, where);
  const at = index + types.slice(0, index).filter((type) => type === I64).length;
  return fromPayload(types[index]!, exception.payload, at);
}

const paramsOf = (tag: Tag): readonly ValType[] => funcTypeOf(tag.signature).params;

function tagArgument(value: unknown, where: string): Tag {
  const tag = tagOf(value);
  if (tag === undefined) throw wrongArgument(where, "the tag", "a WebAssembly.Tag", value);
  return tag;
}

function receiver(value: unknown, member: string): Store {
  const store = exceptionOf(value);
  if (store === undefined) throw illegalInvocation(member, value);
  return store;
}
