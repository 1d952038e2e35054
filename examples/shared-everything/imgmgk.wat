;; A program: draws an image, shows it, and compresses it. Its `libzip` is the same code as the zipper's and another
;; instance.
(module
  (type $Libc (instance
    (export "memory" (memory 1))
    (export "malloc" (func (param i32) (result i32)))
    (export "used" (func (result i32)))
    (export "write" (func (param i32 i32)))
    (export "number" (func (param i32)))))
  (type $Heap (instance
    (export "memory" (memory 1))
    (export "malloc" (func (param i32) (result i32)))))
  (type $Libzip (instance (export "zip" (func (param i32 i32) (result i32)))))
  (import "put" (func $put (param i32)))
  (import "libc" (module $LIBC (import "put" (func (param i32))) (export $Libc)))
  (import "libzip" (module $LIBZIP (import "libc" (instance (type $Heap))) (export $Libzip)))
  (import "libimg" (module $LIBIMG
    (import "libc" (instance (type $Heap)))
    (import "libzip" (instance (type $Libzip)))
    (export "disc" (func (param i32) (result i32)))
    (export "compressed" (func (param i32 i32) (result i32)))))

  (instance $libc (instantiate $LIBC (import "put" (func $put))))
  (instance $libzip (instantiate $LIBZIP (import "libc" (instance $libc))))
  (instance $libimg (instantiate $LIBIMG
    (import "libc" (instance $libc))
    (import "libzip" (instance $libzip))))

  (memory $memory (alias $libc "memory"))
  (func $malloc (alias $libc "malloc"))
  (func $write (alias $libc "write"))
  (func $number (alias $libc "number"))

  (func (export "run") (result i32)
    (local $image i32) (local $row i32) (local $zipped i32)
    (local.set $image (call (func $libimg "disc") (i32.const 12)))
    (loop $rows
      (call $write (i32.add (local.get $image) (i32.mul (local.get $row) (i32.const 12))) (i32.const 12))
      (call $say (i32.const 0) (i32.const 1))
      (local.set $row (i32.add (local.get $row) (i32.const 1)))
      (br_if $rows (i32.lt_u (local.get $row) (i32.const 12))))
    (local.set $zipped (call (func $libimg "compressed") (local.get $image) (i32.const 12)))
    (call $say (i32.const 1) (i32.const 8))
    (call $number (i32.const 144))
    (call $say (i32.const 9) (i32.const 11))
    (call $number (local.get $zipped))
    (call $say (i32.const 20) (i32.const 7))
    (local.get $zipped))

  (func $say (param $from i32) (param $length i32)
    (local $buffer i32)
    (local.set $buffer (call $malloc (local.get $length)))
    (memory.init $messages (local.get $buffer) (local.get $from) (local.get $length))
    (call $write (local.get $buffer) (local.get $length)))

  (func (export "used") (result i32)
    (call (func $libc "used")))

  (data $messages "\nimgmgk:  pixels in  bytes\n"))
