;; RUN: link %d/missing-file.json -o %t/no.wasm
;;   mortise: conformance/cli/link/missing-file.json: conformance/cli/link/libc.wasm: no such file; paths in conformance/cli/link/missing-file.json are relative to its folder
;;   exit 1
;; RUN: link %d/missing-library.json -o %t/no.wasm
;;   mortise: conformance/cli/link/missing-library.json: instance "app" (app.wat) imports "env", and nothing has that name: expected instance (export "malloc" (func (param i32) (result i32))) (export "memory" (memory 1)) (export "square" (func (param i32) (result i32)))
;;     add "env" to "modules" (and "instances"), say in "with" of "app" what to use for it, or list it in "imports" for whoever uses the result to give; there are "libc", "app"
;;   exit 1
;; RUN: link %d/missing-symbol.json -o %t/no.wasm
;;   mortise: conformance/cli/link/missing-symbol.json: instance "app" (app.wat) imports "env"."square", which "libc" does not export: expected func (param i32) (result i32)
;;     give a library that has "square", or several: "with": { "env": ["first", "second"] } takes each field from the first that has it
;;   exit 1
;; RUN: link %d/wrong-type.json -o %t/no.wasm
;;   mortise: conformance/cli/link/wrong-type.json: instance "app" (app.wat) imports "env.memory" with another type than "libm"."square" has: expected memory 1, found func (param i32) (result i32)
;;     build both against the same declarations, or put a module between them that converts
;;   exit 1
;; RUN: link %d/cycle.json -o %t/no.wasm
;;   mortise: conformance/cli/link/cycle.json: instances need each other, so none can be first: "b" needs "c" needs "b"
;;     break the cycle: let one of them call through a table that another module exports and both import, and fill it when both are there (docs/LINKING-TOOLS.md, "Cycles")
;;   exit 1
;; RUN: link %d/bad-format.json -o %t/no.wasm
;;   mortise: conformance/cli/link/bad-format.json: instance "libc" is not as it should be: expected only module, with, found "wiht"
;;     docs/LINKING-TOOLS.md describes the format
;;   exit 1
;; RUN: link %d/no-module.json -o %t/no.wasm
;;   mortise: conformance/cli/link/no-module.json: instance "libd" is of the module "libd", which is not among "modules"
;;     add "libd" with its file to "modules"; there are "libc"
;;   exit 1
;; RUN: link %d/no-source.json -o %t/no.wasm
;;   mortise: conformance/cli/link/no-source.json: import "env" of "app" is to get "libx", which is no instance, module, import, or "instance.export"
;;     there are "libc", "app"
;;   exit 1
;; RUN: link %d/unused-import.json -o %t/no.wasm
;;   mortise: conformance/cli/link/unused-import.json: "imports" lists "host", which no instance imports, and so it has no type
;;     take it out, or use it in "with"
;;   exit 1
;; RUN: link %d/missing-export.json -o %t/no.wasm
;;   mortise: conformance/cli/link/missing-export.json: "libc.free" is to be exported, but its instance does not export "free"
;;     it exports "memory", "malloc"
;;   exit 1
;; RUN: link %d/text-file.txt -o %t/no.wasm
;;   mortise: conformance/cli/link/text-file.txt: unexpected token: expected a module field, found not (line 1, column 1)
;;     not json
;;     ^
;;   exit 1
;; RUN: validate %t/no.wasm
;;   %t/no.wasm: no such file
;;   exit 1

;; The errors that people make with descriptions; each says what to do.
