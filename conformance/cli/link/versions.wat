;; RUN: link %d/newer.json -o %t/newer.wasm
;; RUN: run %t/newer.wasm --invoke run
;;   25
;; RUN: link %d/major.json -o %t/major.wasm
;;   mortise: conformance/cli/link/major.json: instance "app" (versions.wat) imports "libm@1.2", and "libm@2.0.0", "libm@1.1.9" is of another major version, or older
;;     give a library of the same major version that is at least as new, build versions.wat against the other one, or, if you know that it fits, name it in "with" of "app"
;;   exit 1
;; RUN: link %d/forced.json -o %t/forced.wasm
;; RUN: run %t/forced.wasm --invoke run
;;   25

;; A newer library is used for an older import; another major version is not, unless "with" names it.
(module
  (import "libm@1.2" (instance $m (export "square" (func (param i32) (result i32)))))
  (func (export "run") (result i32) (call (func $m "square") (i32.const 5))))
