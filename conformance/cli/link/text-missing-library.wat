;; RUN: link % -o %t/no.wasm
;;   mortise: conformance/cli/link/text-missing-library.wat: no import named "env" is given: expected instance (export "malloc" (func (param i32) (result i32))) (export "memory" (memory 1)) (export "square" (func (param i32) (result i32))) (line 10, column 3)
;;       (instance $app (instantiate $app)))
;;       ^
;;     give it in this instantiate: (import "name" (instance $library)); if there is no such library yet, add one: (module $library (file "library.wasm")), or import it
;;   exit 1

(module
  (module $app (file "app.wat"))
  (instance $app (instantiate $app)))
