;; RUN: validate %
;;   conformance/cli/malformed.wat: unexpected token: expected an instruction, found i32.cosnt (line 14, column 6)
;;         (i32.cosnt 1)))
;;          ^
;;   exit 1
;; RUN: wat2wasm %
;;   mortise: conformance/cli/malformed.wat: unexpected token: expected an instruction, found i32.cosnt (line 14, column 6)
;;         (i32.cosnt 1)))
;;          ^
;;   exit 1

(module
  (func (result i32)
    (i32.cosnt 1)))
