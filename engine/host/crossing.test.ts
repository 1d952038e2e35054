// Exceptions at the border: what is a trap, what is JavaScript's, and that each comes back as it was.

import t from "tap";
import { Exception, RuntimeError, Tag } from "../../compiler/runtime/index.ts";
import { inward, isTrap, outward } from "./crossing.ts";
import { hostClasses } from "./host-classes.ts";
import { faceOf } from "./faces.ts";
import { JS_TAG } from "./tag.ts";

const classes = hostClasses({ pages: 1, elements: 1 });
const out = (error: unknown) => outward(error, (exception) => faceOf(classes.Exception.prototype, exception));

function boundsError(): unknown {
  try {
    return new DataView(new ArrayBuffer(1)).getInt32(0);
  } catch (error) {
    return error;
  }
}

t.test("what JavaScript threw is an exception of JSTag inside, and itself again outside", (t) => {
  for (const what of [
    new Error("x"),
    new RangeError("x"),
    boundsError(),
    new RuntimeError("x"),
    undefined,
    7,
  ]) {
    const inside = inward(what);
    t.ok(inside instanceof Exception && inside.tag === JS_TAG);
    t.notOk(isTrap(inside));
    t.equal(out(inside), what);
  }
  t.end();
});

t.test("a DataView's RangeError from inside is a trap, with the stack of the access", (t) => {
  const error = boundsError() as Error;
  t.ok(isTrap(error));
  const trap = out(error) as Error;
  t.ok(trap instanceof RuntimeError);
  t.equal(trap.message, "out of bounds memory access");
  t.match(trap.stack, /^RuntimeError: out of bounds memory access\n.*boundsError/s);
  t.end();
});

t.test("traps and exhaustion stay what they are when they pass through JavaScript", (t) => {
  for (const trap of [new RuntimeError("unreachable"), new RangeError("Maximum call stack size exceeded")]) {
    t.ok(isTrap(trap));
    const outside = out(trap);
    t.equal(outside, trap);
    t.equal(inward(outside), trap);
    t.ok(isTrap(inward(outside)));
  }
  t.end();
});

t.test("an exception of wasm has one face", (t) => {
  const exception = new Exception(new Tag("i>"), [5]);
  const face = out(exception);
  t.ok(face instanceof classes.Exception);
  t.equal(out(exception), face);
  t.equal(inward(face), exception);
  t.end();
});
