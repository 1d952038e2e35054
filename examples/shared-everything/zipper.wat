;; A program: compresses a text. It is given the libraries as modules and makes its own instances of them, so its memory is
;; its own.
(module
  (type $Libc (instance
    (export "memory" (memory 1))
    (export "malloc" (func (param i32) (result i32)))
    (export "used" (func (result i32)))
    (export "write" (func (param i32 i32)))
    (export "number" (func (param i32)))))
  (import "put" (func $put (param i32)))
  (import "libc" (module $LIBC (import "put" (func (param i32))) (export $Libc)))
  (import "libzip" (module $LIBZIP
    (import "libc" (instance
      (export "memory" (memory 1))
      (export "malloc" (func (param i32) (result i32)))))
    (export "zip" (func (param i32 i32) (result i32)))))

  (instance $libc (instantiate $LIBC (import "put" (func $put))))
  (instance $libzip (instantiate $LIBZIP (import "libc" (instance $libc))))

  (memory $memory (alias $libc "memory"))
  (func $malloc (alias $libc "malloc"))
  (func $write (alias $libc "write"))

  (func (export "run") (result i32)
    (local $text i32) (local $zipped i32)
    (local.set $text (call $malloc (i32.const 64)))
    (memory.init $text (local.get $text) (i32.const 0) (i32.const 64))
    (local.set $zipped (i32.load (call (func $libzip "zip") (local.get $text) (i32.const 64))))
    (call $say (i32.const 0) (i32.const 8))
    (call (func $libc "number") (i32.const 64))
    (call $say (i32.const 8) (i32.const 18))
    (call (func $libc "number") (local.get $zipped))
    (call $say (i32.const 26) (i32.const 7))
    (local.get $zipped))

  ;; Prints a part of the messages, out of this program's memory.
  (func $say (param $from i32) (param $length i32)
    (local $buffer i32)
    (local.set $buffer (call $malloc (local.get $length)))
    (memory.init $messages (local.get $buffer) (local.get $from) (local.get $length))
    (call $write (local.get $buffer) (local.get $length)))

  (func (export "used") (result i32)
    (call (func $libc "used")))

  (data $text "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccddddefgh")
  (data $messages "zipper:  bytes of text in  bytes\n"))
