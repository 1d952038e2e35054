;; RUN: run %
;;   hello
;;   exit 49
;; RUN: run --cores native %
;;   hello
;;   exit 49
;; RUN: link %d/virtual.json -o %t/virtual.wasm
;; RUN: run %t/virtual.wasm
;;   hello
;;   exit 9
;; RUN: inspect %t/virtual.wasm
;;   module
;;     import "wasi_snapshot_preview1": instance
;;       export "fd_write": func (param i32 i32 i32 i32) (result i32)
;;       export "proc_exit": func (param i32)
;;     export "memory": memory 1
;;     export "sum": func (param i32 i32) (result i32)
;;     export "_start": func
;; RUN: run %d/no-memory.wat
;;   mortise: conformance/cli/wasi/no-memory.wat: WASI reads and writes the memory that the module exports as "memory", and it exports none: export the memory of the program that uses WASI under that name
;;   exit 1
;; RUN: run %d/early.wat
;;   mortise: conformance/cli/wasi/early.wat: WASI was called before there was an instance: a start function cannot use it, as the memory is not known yet
;;   exit 1

;; A child that was not changed gets a WASI of its parent's making: writing is filtered, and its exit code is another.
(module
  (import "wasi_snapshot_preview1" (instance $wasi
    (export "fd_write" (func (param i32 i32 i32 i32) (result i32)))
    (export "proc_exit" (func (param i32)))))
  (module $filter (file "filter.wat"))
  (module $hello (file "hello.wat"))
  (module $virtual
    (import "real" (instance $real (export "proc_exit" (func (param i32)))))
    (import "filter" (instance $filter (export "fd_write" (func (param i32 i32 i32 i32) (result i32)))))
    (export "fd_write" (func $filter "fd_write"))
    (func (export "proc_exit") (param i32) (call (func $real "proc_exit") (i32.add (local.get 0) (i32.const 40)))))
  (instance $filter (instantiate $filter (import "wasi_snapshot_preview1" (instance $wasi))))
  (instance $virtual (instantiate $virtual (import "real" (instance $wasi)) (import "filter" (instance $filter))))
  (instance $hello (instantiate $hello (import "wasi_snapshot_preview1" (instance $virtual))))
  (export $hello))
