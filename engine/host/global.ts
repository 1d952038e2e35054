// The interface WebAssembly.Global of the JS API.

import { isRefType } from "../../compiler/model/index.ts";
import { Global as Store } from "../../compiler/runtime/index.ts";
import { illegalInvocation, immutableGlobal } from "./errors.ts";
import { giveFace } from "./faces.ts";
import { asInterface, dictionary } from "./idl.ts";
import { globalOf } from "./slots.ts";
import { valueType } from "./value-type.ts";
import { defaultReference, readGlobal, requireVisible, writeGlobal } from "./values.ts";

/** Makes the class. */
export function globalClass() {
  class Global {
    constructor(descriptor: unknown, value?: unknown) {
      const where = "Global()";
      const members = dictionary(descriptor, where, "the descriptor");
      const mutable = Boolean(members["mutable"]);
      const type = valueType(members["value"], where, "'value'");
      requireVisible(type, where);
      const store = new Store(type, mutable);
      if (value !== undefined) writeGlobal(store, value);
      else if (isRefType(type)) store.r[0] = defaultReference(type);
      giveFace(this, store);
    }

    get value(): unknown {
      return read(this, "Global.value");
    }

    set value(value: unknown) {
      const store = receiver(this, "Global.value");
      requireVisible(store.type, "Global.value");
      if (!store.mutable) throw immutableGlobal();
      writeGlobal(store, value);
    }

    valueOf(): unknown {
      return read(this, "Global.valueOf");
    }
  }
  return asInterface(Global, "Global");
}

function read(value: unknown, member: string): unknown {
  const store = receiver(value, member);
  requireVisible(store.type, member);
  return readGlobal(store);
}

function receiver(value: unknown, member: string): Store {
  const store = globalOf(value);
  if (store === undefined) throw illegalInvocation(member, value);
  return store;
}
