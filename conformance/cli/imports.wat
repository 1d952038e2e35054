;; RUN: run %
;;   mortise: conformance/cli/imports.wat: import "host"."clock": expected an object as "host", found undefined
;;   exit 1

(module
  (import "host" "clock" (func (result f64))))
