;; RUN: link %d/app.json -o %t/app.wasm
;; RUN: run %t/app.wasm --invoke run
;;   1764
;; RUN: inspect %t/app.wasm
;;   module
;;     export "run": func (result i32)
;;     export "libm": instance
;;       export "square": func (param i32) (result i32)
;; RUN: link %d/whole.json -o %t/whole.wasm
;; RUN: run %t/whole.wasm --invoke run
;;   42
;; RUN: inspect %t/whole.wasm
;;   module
;;     export "whole": instance
;;       export "other": instance
;;         export "memory": memory 1
;;         export "malloc": func (param i32) (result i32)
;;       export "run": func (result i32)
;;     export "code": instance
;;       export "square": func (param i32) (result i32)
;;     export "run": func (result i32)
;; RUN: plan %t/app.wasm
;;   module 0 (root)
;;     close over  module 0 := code 1 ()
;;     instantiate instance 0 := module 0 ()
;;     close over  module 1 := code 2 ()
;;     instantiate instance 1 := module 1 ()
;;     alias       func 0 := instance 0."malloc"
;;     alias       memory 0 := instance 0."memory"
;;     alias       func 1 := instance 1."square"
;;     close over  module 2 := code 3 ()
;;     instantiate instance 2 := module 2 ("malloc" = func 0, "memory" = memory 0, "square" = func 1)
;;     close over  module 3 := code 4 ()
;;     instantiate instance 3 := module 3 ("env" = instance 2)
;;     alias       func 2 := instance 3."run"
;;     export      "run" = func 2
;;     export      "libm" = instance 1
;;
;;   module 1 (root/module[0])
;;     define      core 1 ()
;;     export      "memory" = memory 0
;;     export      "malloc" = func 0
;;
;;   module 2 (root/module[1])
;;     define      core 2 (), when first used
;;     export      "square" = func 0
;;
;;   module 3 (root/module[2])
;;     import      func 0 := "malloc": func (param i32) (result i32)
;;     import      memory 0 := "memory": memory 1
;;     import      func 1 := "square": func (param i32) (result i32)
;;     export      "malloc" = func 0
;;     export      "memory" = memory 0
;;     export      "square" = func 1
;;
;;   module 4 (root/module[3])
;;     import      func 0 := "env"."malloc": func (param i32) (result i32)
;;     import      memory 0 := "env"."memory": memory 1
;;     import      func 1 := "env"."square": func (param i32) (result i32)
;;     define      core 4 (func 0, func 1, memory 0), when first used
;;     export      "run" = func 2

;; The JSON form: imports get what has their name, or what "with" says; a list gives each field from the first that has it.
