;; RUN: link % -o %t/no.wasm
;;   mortise: conformance/cli/link/text-missing-file.wat: conformance/cli/link/lib/libc.wasm: no such file; paths in conformance/cli/link/text-missing-file.wat are relative to its folder
;;   exit 1

(module
  (module $libc (file "lib/libc.wasm")))
