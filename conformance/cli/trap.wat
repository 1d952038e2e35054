;; RUN: run % --invoke divide 1 0
;;   mortise: conformance/cli/trap.wat: integer divide by zero
;;   exit 1
;; RUN: run % --invoke load 65536
;;   mortise: conformance/cli/trap.wat: out of bounds memory access
;;   exit 1
;; RUN: run % --invoke endless
;;   mortise: conformance/cli/trap.wat: Maximum call stack size exceeded
;;   exit 1
;; RUN: run % --invoke divide 1 0 --cores native
;;   mortise: conformance/cli/trap.wat: divide by zero
;;   exit 1

(module
  (memory 1)
  (func (export "divide") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
  (func $endless (export "endless") (call $endless)))
