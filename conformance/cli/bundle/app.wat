;; RUN: bundle % -o %t/bundled.wasm
;; RUN: inspect %t/bundled.wasm
;;   module
;;     export "run": func (result i32)
;; RUN: run %t/bundled.wasm --invoke run
;;   8
;; RUN: run %t/bundled.wasm --invoke run --cores native
;;   8
;; RUN: flatten %t/bundled.wasm -o %t/flat.wasm
;; RUN: inspect %t/flat.wasm
;;   module
;;     export "run": func (result i32)
;; RUN: run %t/flat.wasm --invoke run --cores native
;;   8
;; RUN: split %t/bundled.wasm -o %t/parts
;;   %t/parts/bundled.wasm
;;   %t/parts/counter.wasm
;;   %t/parts/libm.wasm
;; RUN: bundle %t/parts/bundled.wasm -o %t/again.wasm
;; RUN: run %t/again.wasm --invoke run
;;   8
;; RUN: bundle % -o %t/open.wasm --external counter
;; RUN: inspect %t/open.wasm
;;   module
;;     import "counter": module
;;       export "next": func (result i32)
;;     export "run": func (result i32)
;; RUN: flatten %t/open.wasm -o %t/no.wasm
;;   mortise: %t/open.wasm: this module cannot be one core module: it imports the module "counter": bundle it first
;;     mortise bundle resolves module imports first; what exports modules, or needs them at run time, stays a linked module
;;   exit 1

;; Module imports are found beside the file, by name, or by the newest version that fits; what splitting makes is found again.
(module
  (import "counter" (module $counter (export "next" (func (result i32)))))
  (import "libm@1.2" (module $libm (export "square" (func (param i32) (result i32)))))
  (instance $a (instantiate $counter))
  (instance $b (instantiate $counter))
  (instance $libm (instantiate $libm))
  (func (export "run") (result i32)
    (drop (call (func $a "next")))
    (drop (call (func $a "next")))
    (i32.sub
      (call (func $libm "square") (call (func $a "next")))
      (call (func $b "next")))))
