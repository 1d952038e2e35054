;; The C library of both programs: a memory, an allocator, and printing. What is printed leaves through the imported `put`,
;; byte by byte, read here from this instance's own memory.
(module
  (import "put" (func $put (param $byte i32)))

  (memory (export "memory") 1)
  ;; The heap starts here; nothing is ever freed.
  (global $heap (mut i32) (i32.const 1024))

  (func $malloc (export "malloc") (param $size i32) (result i32)
    (local $address i32)
    (local.set $address (global.get $heap))
    ;; the next block is aligned to 8 bytes
    (global.set $heap
      (i32.and (i32.add (i32.add (local.get $address) (local.get $size)) (i32.const 7)) (i32.const -8)))
    (local.get $address))

  ;; Bytes allocated so far.
  (func (export "used") (result i32)
    (i32.sub (global.get $heap) (i32.const 1024)))

  (func (export "write") (param $address i32) (param $length i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $address) (local.get $length)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $address) (local.get $end)))
        (call $put (i32.load8_u (local.get $address)))
        (local.set $address (i32.add (local.get $address) (i32.const 1)))
        (br $next))))

  ;; A number in decimal.
  (func $number (export "number") (param $n i32)
    (if (i32.ge_u (local.get $n) (i32.const 10))
      (then (call $number (i32.div_u (local.get $n) (i32.const 10)))))
    (call $put (i32.add (i32.const 48) (i32.rem_u (local.get $n) (i32.const 10))))))
