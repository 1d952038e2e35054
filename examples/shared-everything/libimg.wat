;; Images: a disc in a square, and its compression by whatever `libzip` it is given. Both libraries share one memory,
;; because both were given the same `libc`.
(module
  (import "libc" (instance $libc
    (export "memory" (memory 1))
    (export "malloc" (func (param i32) (result i32)))))
  (import "libzip" (instance $libzip
    (export "zip" (func (param i32 i32) (result i32)))))
  (memory $memory (alias $libc "memory"))

  ;; One byte a pixel: `#` inside the disc, a space outside. Returns its address.
  (func (export "disc") (param $size i32) (result i32)
    (local $image i32) (local $x i32) (local $y i32) (local $dx i32) (local $dy i32)
    (local.set $image (call (func $libc "malloc") (i32.mul (local.get $size) (local.get $size))))
    (loop $rows
      (local.set $x (i32.const 0))
      (loop $columns
        ;; twice the distance from the centre, which lies between pixels
        (local.set $dx (i32.sub (i32.add (i32.shl (local.get $x) (i32.const 1)) (i32.const 1)) (local.get $size)))
        (local.set $dy (i32.sub (i32.add (i32.shl (local.get $y) (i32.const 1)) (i32.const 1)) (local.get $size)))
        (i32.store8
          (i32.add (local.get $image) (i32.add (i32.mul (local.get $y) (local.get $size)) (local.get $x)))
          (select (i32.const 35) (i32.const 32)
            (i32.le_s
              (i32.add (i32.mul (local.get $dx) (local.get $dx)) (i32.mul (local.get $dy) (local.get $dy)))
              (i32.mul (local.get $size) (local.get $size)))))
        (local.set $x (i32.add (local.get $x) (i32.const 1)))
        (br_if $columns (i32.lt_s (local.get $x) (local.get $size))))
      (local.set $y (i32.add (local.get $y) (i32.const 1)))
      (br_if $rows (i32.lt_s (local.get $y) (local.get $size))))
    (local.get $image))

  ;; The length of the compressed image.
  (func (export "compressed") (param $image i32) (param $size i32) (result i32)
    (i32.load
      (call (func $libzip "zip") (local.get $image) (i32.mul (local.get $size) (local.get $size))))))
