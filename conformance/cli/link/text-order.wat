;; RUN: link % -o %t/no.wasm
;;   mortise: conformance/cli/link/text-order.wat: unknown instance 1 (line 10, column 37)
;;       (instance $a (instantiate $cyclic (import "other" (instance 1))))
;;                                         ^
;;     instances are known only after they are made, so put what is used first; two that need each other need a table between them (docs/LINKING-TOOLS.md, "Cycles")
;;   exit 1

(module
  (module $cyclic (file "cyclic.wat"))
  (instance $a (instantiate $cyclic (import "other" (instance 1))))
  (instance $b (instantiate $cyclic (import "other" (instance $a)))))
