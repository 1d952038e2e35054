// What the fuzzer found, as small as it goes: each was wrong on some engine once. BUGS.md tells what the cause was.

export interface Regression {
  readonly bug: string;
  readonly text: string;
  /** Export, arguments, and what it gives; `trap: …` for one. */
  readonly calls: readonly (readonly [name: string, args: readonly unknown[], gives: unknown])[];
}

export const REGRESSIONS: readonly Regression[] = [
  {
    bug: "two minus signs touched",
    text: `(module (func (export "f") (result f64)
      (f64.sub (f64.const 1) (f64.mul (f64.const -0) (f64.const 2)))))`,
    calls: [["f", [], 1]],
  },
  {
    bug: "the low word of a sum overwrote a high word that a shift had moved",
    text: `(module
      (func $same (param i64) (result i64) (local.get 0))
      (func (export "shl") (param i64) (result i64)
        (i64.add (i64.shl (call $same (local.get 0)) (i64.const 32)) (i64.const 1)))
      (func (export "rotl") (param i64) (result i64)
        (i64.add (i64.rotl (call $same (local.get 0)) (i64.const 32)) (i64.const 1))))`,
    calls: [
      ["shl", [0n], 1n],
      ["shl", [7n], 0x700000001n],
      ["rotl", [0x300000005n], 0x500000004n],
    ],
  },
  {
    bug: "an address that was a high word was overwritten by the load's own",
    text: `(module (memory 1) (data (i32.const 8) "\\01\\02\\03\\04\\05\\06\\07\\08")
      (func $same (param i64) (result i64) (local.get 0))
      (func (export "f") (param i64) (result i64)
        (i64.load (i32.wrap_i64 (i64.shr_u (call $same (local.get 0)) (i64.const 32))))))`,
    calls: [["f", [0x800000000n], 0x0807060504030201n]],
  },
  {
    bug: "a mask of zero swallowed a trap, or a call",
    text: `(module (memory 1) (global $count (mut i32) (i32.const 0))
      (func $one (result i32) (global.set $count (i32.add (global.get $count) (i32.const 1))) (i32.const 1))
      (func (export "call") (result i64) (i64.and (i64.extend_i32_u (call $one)) (i64.const 0)))
      (func (export "ones") (result i64) (i64.or (i64.extend_i32_u (call $one)) (i64.const -1)))
      (func (export "count") (result i32) (global.get $count))
      (func (export "load") (param i32) (result i64)
        (i64.and (i64.const 0) (i64.extend_i32_u (i32.load (local.get 0))))))`,
    calls: [
      ["call", [], 0n],
      ["ones", [], -1n],
      ["count", [], 2],
      ["load", [-1], "trap: memory bounds"],
    ],
  },
  {
    bug: "the low word of a sum overwrote what a sign was read off",
    text: `(module (memory 1) (data (i32.const 0) "\\00\\ff")
      (func (export "f") (param i32) (result i64)
        (i64.add (i64.load8_s (local.get 0)) (i64.const -0x80000000))))`,
    calls: [
      ["f", [0], -0x80000000n],
      ["f", [1], -0x80000001n],
    ],
  },
  {
    bug: "a high word of zero was handed back before the call that gives the low one",
    text: `(module
      (func $wide (param i32) (result i32) (drop (call $long)) (local.get 0))
      (func $long (export "long") (result i64) (if (i32.const 1) (then (return (i64.const 0x500000001)))) (i64.const 0))
      (func (export "f") (result i64) (i64.extend_i32_u (call $wide (i32.const 7)))))`,
    calls: [["f", [], 7n]],
  },
  {
    bug: "a store wrote its high word before the load of its value trapped, or read there",
    text: `(module (memory 1) (data (i32.const 0) "\\01\\02\\03\\04\\05\\06\\07\\08")
      (func (export "store") (param i32) (i64.store (i32.const 0) (i64.extend_i32_u (i32.load (local.get 0)))))
      (func (export "get") (result i64) (i64.load (i32.const 0))))`,
    calls: [
      ["store", [0x10000], "trap: memory bounds"],
      ["get", [], 0x0807060504030201n],
      ["store", [4], undefined],
      ["get", [], 0x08070605n],
    ],
  },
  {
    bug: "for interpreters, a stored float that was a selection split the store",
    text: `(module (memory 1)
      (func (export "f") (param i32) (f32.store (local.get 0) (select (f32.const 1) (f32.const 2) (local.get 0))))
      (func (export "g") (param i32) (result f32) (f32.load (local.get 0))))`,
    calls: [
      ["f", [65533], "trap: memory bounds"],
      ["f", [7], undefined],
      ["g", [7], 1],
      ["f", [0], undefined],
      ["g", [0], 2],
    ],
  },
  {
    bug: "for interpreters, a word that became a float needed a variable that nobody declared",
    text: `(module (memory 1) (data (i32.const 8) "\\00\\00\\80\\3f")
      (func (export "f") (param i32) (result f32) (f32.reinterpret_i32 (i32.load offset=8 (local.get 0)))))`,
    calls: [
      ["f", [0], 1],
      ["f", [-1], "trap: memory bounds"],
    ],
  },
  {
    bug: "the range analysis lost its way in a try that is never reached",
    text: `(module
      (func (export "f") (param i64) (result i64)
        (block (br 0) (try (do (nop)) (catch_all (nop))) (block (nop)))
        (if (i64.eqz (local.get 0)) (then (local.set 0 (i64.const 3))) (else (local.set 0 (i64.const 4))))
        (i64.add (local.get 0) (i64.const 1))))`,
    calls: [
      ["f", [0n], 4n],
      ["f", [1n], 5n],
    ],
  },
  {
    bug: "i64.and with 0 swallowed the trap of a 64-bit division of known words",
    text: `(module (func (export "f") (param i32)
      (drop (i64.and (i64.const 0) (i64.rem_u (i64.const 5) (i64.extend_i32_u (local.get 0)))))))`,
    calls: [
      ["f", [1], undefined],
      ["f", [0], "trap: division by zero"],
    ],
  },
];
