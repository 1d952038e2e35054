;; RUN: run % --invoke add 40 2
;;   42
;; RUN: run % --invoke swap 1 2.5
;;   2.5
;;   1
;; RUN: run % --invoke wide -1
;;   9223372036854775807
;; RUN: run % --invoke add 40 2 --cores native
;;   42
;; RUN: run % --invoke missing
;;   mortise: conformance/cli/run.wat: no exported function "missing"; there are "add", "swap", "wide"
;;   exit 1
;; RUN: run % --invoke add 1
;;   mortise: conformance/cli/run.wat: "add" takes 2 arguments (i32 i32), found 1
;;   exit 1

(module
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func (export "swap") (param i32 f64) (result f64 i32) (local.get 1) (local.get 0))
  (func (export "wide") (param i64) (result i64) (i64.shr_u (local.get 0) (i64.const 1))))
