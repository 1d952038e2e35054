;; RUN: link % -o %t/no.wasm
;;   mortise: conformance/cli/link/text-wrong-type.wat: incompatible import type for "libm@1.2"."square": expected func (param i32) (result i32), found func (param i64) (result i64) (line 13, column 3)
;;       (instance $app (instantiate $app (import "libm@1.2" (instance $libm)))))
;;       ^
;;     the library given has it with another type, as after a major change: give a version that the module was built against, or put a module between them that converts
;;   exit 1

;; What a major change of a library does.
(module
  (module $libm (func (export "square") (param i64) (result i64) (i64.mul (local.get 0) (local.get 0))))
  (module $app (file "versions.wat"))
  (instance $libm (instantiate $libm))
  (instance $app (instantiate $app (import "libm@1.2" (instance $libm)))))
