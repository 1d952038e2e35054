;; RUN: run %
;;   hello
;;   oops
;;   exit 3
;; RUN: run --cores native % whatever --invoke follows --help
;;   hello
;;   oops
;;   exit 3
;; RUN: run --dir nowhere %
;;   mortise: conformance/cli/wasi/hello.wat: --dir nowhere: no such directory
;;   exit 1
;; RUN: run --dir %d/hello.wat::/x %
;;   mortise: conformance/cli/wasi/hello.wat: --dir conformance/cli/wasi/hello.wat: it is a file
;;   exit 1
;; RUN: run --env X %
;;   mortise: conformance/cli/wasi/hello.wat: --env is of the form NAME=VALUE, found "X"
;;   exit 1
;; RUN: run --invoke sum % 40 2
;;   42
;; RUN: run --invoke sum % 40
;;   mortise: conformance/cli/wasi/hello.wat: "sum" takes 2 arguments (i32 i32), found 1
;;   exit 1

;; A WASI command: greets on the output, complains on the error output, ends with a code.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\10\00\00\00\06\00\00\00\16\00\00\00\05\00\00\00hello\noops\n")
  (func (export "sum") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func (export "_start")
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 64)))
    (if (call $write (i32.const 2) (i32.const 8) (i32.const 1) (i32.const 64))
      (then (call $exit (i32.const 9))))
    (call $exit (i32.const 3))))
