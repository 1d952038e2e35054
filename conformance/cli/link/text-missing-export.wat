;; RUN: link % -o %t/no.wasm
;;   mortise: conformance/cli/link/text-missing-export.wat: aliased name "free" does not exist in instance (line 11, column 10)
;;       (alias $libc "free" (func $free))
;;              ^
;;     the library does not export this: mortise inspect shows what it does export
;;   exit 1

(module
  (module $libc (file "libc.wat"))
  (instance $libc (instantiate $libc))
  (alias $libc "free" (func $free))
  (export "free" (func $free)))
