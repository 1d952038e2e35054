;; RUN: validate %
;;   conformance/cli/unlinkable.wat: incompatible import type for "f": expected func (param i32), found func (param i64) at offset 66 in root/instance[0]
;;   exit 1

;; Types of arguments are checked when the outer module is validated.
(module
  (module $m (import "f" (func (param i32))))
  (import "g" (func $g (param i64)))
  (instance (instantiate $m (import "f" (func $g)))))
