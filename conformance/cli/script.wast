;; RUN: wast %
;;   conformance/cli/script.wast: 6 passed, 2 failed, 0 skipped
;;     line 21: assert_return: expected i32 "4", found 3
;;     line 28: assert_trap: should have thrown a RuntimeError: it threw nothing
;;   total: 6 passed, 2 failed, 0 skipped
;;   exit 1
;; RUN: wast % --json
;;   conformance/cli/script.wast: 6 passed, 2 failed, 0 skipped
;;     line 21: assert_return: expected i32 "4", found 3
;;     line 28: assert_trap: should have thrown a RuntimeError: it threw nothing
;;   {"passed":6,"failed":2,"skipped":0}
;;   exit 1

(module $counter
  (global $n (mut i32) (i32.const 0))
  (func (export "next") (result i32)
    (global.set $n (i32.add (global.get $n) (i32.const 1)))
    (global.get $n)))
(assert_return (invoke "next") (i32.const 1))
(assert_return (invoke "next") (i32.const 2))
(assert_return (invoke "next") (i32.const 4)) ;; wrong: it is 3

;; An instance that the script names can be imported.
(module
  (import "counter" (instance $c (export "next" (func (result i32)))))
  (func (export "double") (result i32) (i32.mul (call (func $c "next")) (i32.const 2))))
(assert_return (invoke "double") (i32.const 8))
(assert_trap (invoke "double") "unreachable") ;; wrong: it returns
(assert_invalid (module (func (result i32))) "type mismatch")
(assert_malformed (module quote "(func (result i32) i32.cosnt 1)") "unknown operator")
(assert_unlinkable (module (import "counter" (instance (export "previous" (func))))) "incompatible import type")
