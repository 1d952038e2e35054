;; Stands between a program and WASI's files: they can be read, and nothing else. Only numbers are looked at, so it needs
;; no memory, neither its own nor the program's.
(module
  (import "wasi_snapshot_preview1" (instance $wasi
    (export "fd_write" (func (param i32 i32 i32 i32) (result i32)))
    (export "path_open" (func (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))))

  ;; Standard output and error are no files: they can be written.
  (func (export "fd_write") (param $fd i32) (param $buffers i32) (param $count i32) (param $done i32) (result i32)
    (if (i32.gt_u (local.get $fd) (i32.const 2)) (then (return (i32.const 76)))) ;; ENOTCAPABLE
    (call (func $wasi "fd_write") (local.get $fd) (local.get $buffers) (local.get $count) (local.get $done)))

  ;; No flags to create or truncate (1, 8), and no right to write (64).
  (func (export "path_open")
    (param $folder i32) (param $lookup i32) (param $path i32) (param $length i32) (param $flags i32)
    (param $rights i64) (param $inheriting i64) (param $modes i32) (param $fd i32) (result i32)
    (if (i32.and (local.get $flags) (i32.const 9)) (then (return (i32.const 76))))
    (if (i64.ne (i64.and (local.get $rights) (i64.const 64)) (i64.const 0)) (then (return (i32.const 76))))
    (call (func $wasi "path_open")
      (local.get $folder) (local.get $lookup) (local.get $path) (local.get $length) (local.get $flags)
      (local.get $rights) (i64.and (local.get $inheriting) (i64.const -65)) (local.get $modes) (local.get $fd))))
