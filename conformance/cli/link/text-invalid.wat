;; RUN: link % -o %t/no.wasm
;;   mortise: conformance/cli/link/text-invalid.wat: conformance/cli/invalid.wat: type mismatch: expected i32, found i64 at offset 50 in root/module[0]/module[0]/func[0]
;;   exit 1

(module
  (module $bad (file "../invalid.wat")))
