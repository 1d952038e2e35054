;; RUN: link % -o %t/no.wasm
;;   mortise: conformance/cli/link/text-missing-symbol.wat: incompatible import type for "env"."square": expected func (param i32) (result i32), found nothing (line 12, column 3)
;;       (instance $app (instantiate $app
;;       ^
;;     the library given does not export this: give another that does, or one of a version that has it
;;   exit 1

(module
  (module $libc (file "libc.wat"))
  (module $app (file "app.wat"))
  (instance $libc (instantiate $libc))
  (instance $app (instantiate $app
    (import "env" (instance $libc)))))
