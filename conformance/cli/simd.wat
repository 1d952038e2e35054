;; RUN: validate %
;;   conformance/cli/simd.wat: SIMD is not supported yet at offset 14
;;   exit 1

(module
  (func (result v128) (v128.const i64x2 1 2)))
