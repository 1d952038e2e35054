;; RUN: wat2wasm % -o %t/no.wasm
;;   mortise: conformance/cli/link/text-no-way.wat: the module "libc.wat" is to be read from a file, and there is no way to it here (mortise link has one) (line 8, column 17)
;;       (module $libc (file "libc.wat")))
;;                     ^
;;   exit 1

(module
  (module $libc (file "libc.wat")))
