;; RUN: flatten % -o %t/two.wasm
;;   %t/two.wasm: 2 memories: needs an engine with multi-memory (Node 22, Chrome 120, Firefox 125)
;; RUN: run %t/two.wasm --invoke sum
;;   42

;; Two instances keep their own memories.
(module
  (module $cell
    (memory 1)
    (func (export "add") (param i32) (result i32)
      (i32.store (i32.const 8) (i32.add (i32.load (i32.const 8)) (local.get 0)))
      (i32.load (i32.const 8))))
  (instance $a (instantiate $cell))
  (instance $b (instantiate $cell))
  (func (export "sum") (result i32)
    (drop (call (func $a "add") (i32.const 40)))
    (i32.add (call (func $a "add") (i32.const 1)) (call (func $b "add") (i32.const 1)))))
