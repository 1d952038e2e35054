;; RUN: validate %
;;   conformance/cli/features.wat: valid
;; RUN: validate % --features 2.0
;;   conformance/cli/features.wat: multiple memories need the feature "multi-memory" at offset 13
;;   exit 1
;; RUN: validate % --features=-multi-memory
;;   conformance/cli/features.wat: multiple memories need the feature "multi-memory" at offset 13
;;   exit 1
;; RUN: validate % --features gravity
;;   mortise: unknown feature "gravity": expected one of mvp, 2.0, all, mutable-globals, sign-extension, saturating-float-to-int, multi-value, bulk-memory, reference-types, module-linking, multi-memory, tail-call, extended-const, exceptions, legacy-exceptions, simd, relaxed-simd, threads, memory64, function-references, gc
;;   exit 1

(module
  (memory 1)
  (memory 1))
