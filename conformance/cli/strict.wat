;; RUN: validate %
;;   conformance/cli/strict.wat: valid
;; RUN: validate % --strict
;;   conformance/cli/strict.wat: duplicate import name "a" "f" at offset 23 in root/import[1]
;;   exit 1

;; A core module may import one thing twice; where linking rules hold, names are unique.
(module
  (import "a" "f" (func))
  (import "a" "f" (func)))
