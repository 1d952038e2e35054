;; RUN: inspect % --wit
;;   (module
;;     (type $t0 (module
;;       (export "malloc" (func (param i32) (result i32)))))
;;     (import "libc" (module (type $t0)))
;;     (import "env" (instance
;;       (export "memory" (memory 1))))
;;     (export "libc" (module (type $t0))))

(module
  (import "libc" (module $libc (export "malloc" (func (param i32) (result i32)))))
  (import "env" "memory" (memory 1))
  (export "libc" (module $libc)))
