;; RUN: link % -o %t/no.wasm
;;   mortise: conformance/cli/link/text-cycle.wat: conformance/cli/link/text-cycle.wat: it is nested in itself: a module cannot contain itself; import it as a module instead
;;   exit 1

(module
  (module $self (file "text-cycle.wat")))
