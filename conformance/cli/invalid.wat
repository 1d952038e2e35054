;; RUN: validate %
;;   conformance/cli/invalid.wat: type mismatch: expected i32, found i64 at offset 50 in root/module[0]/module[0]/func[0]
;;   exit 1
;; RUN: run %
;;   mortise: conformance/cli/invalid.wat: WebAssembly.Module(): type mismatch: expected i32, found i64 at offset 50 in root/module[0]/module[0]/func[0]
;;   exit 1

;; The error is in a nested module, which its path names.
(module
  (module
    (module
      (func (result i32) (i64.const 1)))))
