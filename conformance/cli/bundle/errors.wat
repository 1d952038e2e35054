;; RUN: bundle %
;;   mortise: conformance/cli/bundle/errors.wat: no file for the module import "libm@3.1": libm@1.4.0, libm@2.0.0 is of another major version, or older
;;     add one of the same major version that is at least as new, or, if you know that it fits, name it with --map libm@3.1=FILE
;;   exit 1
;; RUN: bundle % --map libm@3.1=%d/libm@2.0.0.wat
;;   mortise: conformance/cli/bundle/errors.wat: the module found for the import "libm@3.1"."square" is not of the type it is imported with: expected func (param i32) (result i32), found func (param i64) (result i64)
;;     another file of that name was found, or one of another version: name the right one with --map NAME=FILE
;;   exit 1
;; RUN: bundle % --map libm@3.1=%d/nowhere.wat
;;   mortise: conformance/cli/bundle/errors.wat: conformance/cli/bundle/nowhere.wat: no such file
;;   exit 1
;; RUN: bundle % --map libm@3.1
;;   mortise: --map is of the form NAME=FILE, found "libm@3.1"
;;   exit 1
;; RUN: bundle %d/cyclic.wat
;;   mortise: conformance/cli/bundle/cyclic.wat: the module found for the import "cyclic" imports itself, and so has no end
;;     a module cannot contain itself: let one of the two get the other as an argument, or leave it an import with --external NAME
;;   exit 1
;; RUN: bundle %d/missing.wat
;;   mortise: conformance/cli/bundle/missing.wat: no file for the module import "nowhere": looked for conformance/cli/bundle/nowhere.wasm, conformance/cli/bundle/nowhere.wat
;;     name one with --map nowhere=FILE, or leave it an import with --external nowhere
;;   exit 1
;; RUN: bundle nowhere.wat
;;   mortise: nowhere.wat: no such file
;;   exit 1
;; RUN: split %d/app.wat -o %d/app.wat
;;   mortise: conformance/cli/bundle/app.wat: it is a file, and the modules need a folder; name another with -o
;;   exit 1
;; RUN: flatten %d/exports-module.wat
;;   mortise: conformance/cli/bundle/exports-module.wat: this module cannot be one core module: it exports the module "counter", and a core module cannot
;;     mortise bundle resolves module imports first; what exports modules, or needs them at run time, stays a linked module
;;   exit 1
;; RUN: flatten %d/app.wat
;;   mortise: conformance/cli/bundle/app.wat: this module cannot be one core module: it imports the module "counter": bundle it first
;;     mortise bundle resolves module imports first; what exports modules, or needs them at run time, stays a linked module
;;   exit 1

;; The errors that people make when they bundle, split and flatten.
(module
  (import "libm@3.1" (module (export "square" (func (param i32) (result i32))))))
