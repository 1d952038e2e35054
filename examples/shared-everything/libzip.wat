;; Compression: runs of equal bytes become pairs of count and byte. Works in the memory of the `libc` it is given.
(module
  (import "libc" (instance $libc
    (export "memory" (memory 1))
    (export "malloc" (func (param i32) (result i32)))))
  (alias $libc "memory" (memory $memory))
  (alias $libc "malloc" (func $malloc))

  ;; Returns the address of the result: its length in four bytes, then the pairs.
  (func (export "zip") (param $from i32) (param $length i32) (result i32)
    (local $end i32) (local $result i32) (local $to i32) (local $run i32) (local $byte i32)
    (local.set $end (i32.add (local.get $from) (local.get $length)))
    ;; at worst every byte becomes two
    (local.set $result (call $malloc (i32.add (i32.const 4) (i32.shl (local.get $length) (i32.const 1)))))
    (local.set $to (i32.add (local.get $result) (i32.const 4)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $from) (local.get $end)))
        (local.set $byte (i32.load8_u (local.get $from)))
        (local.set $run (i32.const 0))
        (block $ended
          (loop $same
            (br_if $ended (i32.ge_u (local.get $from) (local.get $end)))
            (br_if $ended (i32.ne (i32.load8_u (local.get $from)) (local.get $byte)))
            (br_if $ended (i32.eq (local.get $run) (i32.const 255)))
            (local.set $run (i32.add (local.get $run) (i32.const 1)))
            (local.set $from (i32.add (local.get $from) (i32.const 1)))
            (br $same)))
        (i32.store8 (local.get $to) (local.get $run))
        (i32.store8 offset=1 (local.get $to) (local.get $byte))
        (local.set $to (i32.add (local.get $to) (i32.const 2)))
        (br $next)))
    (i32.store (local.get $result)
      (i32.sub (i32.sub (local.get $to) (local.get $result)) (i32.const 4)))
    (local.get $result)))
