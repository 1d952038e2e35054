;; A program as compilers make them: all its libraries under one name.
(module $app
  (import "env" "malloc" (func $malloc (param i32) (result i32)))
  (import "env" "memory" (memory 1))
  (import "env" "square" (func $square (param i32) (result i32)))
  (func (export "run") (result i32)
    (drop (call $malloc (i32.const 34)))
    (call $square (call $malloc (i32.const 1)))))
