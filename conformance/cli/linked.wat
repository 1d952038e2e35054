;; RUN: run % --invoke count
;;   3
;; RUN: run % --invoke count --cores native
;;   3
;; RUN: inspect %
;;   module
;;     export "count": func (result i32)
;;     export "counter": module
;;       export "next": func (result i32)
;;     export "first": instance
;;       export "next": func (result i32)
;; RUN: plan %
;;   module 0 (root)
;;     close over  module 0 := code 1 ()
;;     close over  module 1 := code 2 ()
;;     instantiate instance 0 := module 0 ()
;;     instantiate instance 1 := module 0 ()
;;     instantiate instance 2 := module 1 ("a" = instance 0, "b" = instance 1)
;;     alias       func 0 := instance 2."sum"
;;     define      core 0 (func 0), when first used
;;     export      "count" = func 1
;;     export      "counter" = module 0
;;     export      "first" = instance 0
;;
;;   module 1 (root/module[0])
;;     define      core 1 (), when first used
;;     export      "next" = func 0
;;
;;   module 2 (root/module[1])
;;     import      instance 0 := "a": instance (export "next" (func (result i32)))
;;     import      instance 1 := "b": instance (export "next" (func (result i32)))
;;     alias       func 0 := instance 0."next"
;;     alias       func 1 := instance 1."next"
;;     define      core 2 (func 0, func 1), when first used
;;     export      "sum" = func 2

;; Two private counters from one module, and a third module that is given both.
(module
  (module $COUNTER
    (global $n (mut i32) (i32.const 0))
    (func (export "next") (result i32)
      (global.set $n (i32.add (global.get $n) (i32.const 1)))
      (global.get $n)))
  (module $SUM
    (import "a" (instance $a (export "next" (func (result i32)))))
    (import "b" (instance $b (export "next" (func (result i32)))))
    (func (export "sum") (result i32)
      (drop (call (func $a "next")))
      (i32.add (call (func $a "next")) (call (func $b "next")))))
  (instance $first (instantiate $COUNTER))
  (instance $second (instantiate $COUNTER))
  (instance $sum (instantiate $SUM (import "a" (instance $first)) (import "b" (instance $second))))
  (func (export "count") (result i32) (call (func $sum "sum")))
  (export "counter" (module $COUNTER))
  (export "first" (instance $first)))
