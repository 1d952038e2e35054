;; RUN: link % -o %t/text.wasm
;; RUN: run %t/text.wasm --invoke run
;;   42
;; RUN: run % --invoke run --cores native
;;   42
;; RUN: wasm2wat %t/text.wasm
;;   (module $linked
;;     (module $again (@name "libc")
;;       (type (;0;) (func (param i32) (result i32)))
;;       (memory (;0;) 1)
;;       (global $next (mut i32) (i32.const 8))
;;       (export "memory" (memory 0))
;;       (export "malloc" (func 0))
;;       (func (;0;) (type 0) (param i32) (result i32)
;;         global.get $next
;;         global.get $next
;;         local.get 0
;;         i32.add
;;         global.set $next))
;;     (module $user
;;       (type (;0;) (instance
;;         (type (;0;) (func (param i32) (result i32)))
;;         (export "malloc" (func (type 0)))))
;;       (import "env" (instance $env (type 0)))
;;       (alias $env "malloc" (func (;0;)))
;;       (type (;1;) (func (result i32)))
;;       (export "run" (func 1))
;;       (func (;1;) (type 1) (result i32)
;;         i32.const 34
;;         call 0
;;         drop
;;         i32.const 1
;;         call 0))
;;     (instance $one (instantiate $again))
;;     (instance $two (instantiate $again))
;;     (instance $app (instantiate $user (import "env" (instance $one))))
;;     (alias $app "run" (func (;0;)))
;;     (export "other" (instance $two))
;;     (export "run" (func 0)))

;; Files are named in the text form, which is otherwise the linking text; identical modules are stored once.
(module $linked
  (module $libc (file "libc.wat"))
  (module $again (file "libc.wat"))
  (module $user (import "env" (instance $env (export "malloc" (func (param i32) (result i32)))))
    (func (export "run") (result i32)
      (drop (call (func $env "malloc") (i32.const 34)))
      (call (func $env "malloc") (i32.const 1))))
  (instance $one (instantiate $libc))
  (instance $two (instantiate $again))
  (instance $app (instantiate $user (import "env" (instance $one))))
  (export "other" (instance $two))
  (export $app))
