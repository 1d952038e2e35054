;; The application: two programs, which share the code of the libraries and nothing else.
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
  (type $LIBC (module (import "put" (func (param i32))) (export $Libc)))
  (type $LIBZIP (module (import "libc" (instance (type $Heap))) (export $Libzip)))
  (type $LIBIMG (module
    (import "libc" (instance (type $Heap)))
    (import "libzip" (instance (type $Libzip)))
    (export "disc" (func (param i32) (result i32)))
    (export "compressed" (func (param i32 i32) (result i32)))))
  (type $Program (instance (export "run" (func (result i32))) (export "used" (func (result i32)))))

  (import "libc" (module $libc (type $LIBC)))
  (import "libzip" (module $libzip (type $LIBZIP)))
  (import "libimg" (module $libimg (type $LIBIMG)))
  (import "zipper" (module $ZIPPER
    (import "put" (func (param i32)))
    (import "libc" (module (type $LIBC)))
    (import "libzip" (module (type $LIBZIP)))
    (export $Program)))
  (import "imgmgk" (module $IMGMGK
    (import "put" (func (param i32)))
    (import "libc" (module (type $LIBC)))
    (import "libzip" (module (type $LIBZIP)))
    (import "libimg" (module (type $LIBIMG)))
    (export $Program)))
  (import "zipper-put" (func $zipper-put (param i32)))
  (import "imgmgk-put" (func $imgmgk-put (param i32)))

  (instance $zipper (instantiate $ZIPPER
    (import "put" (func $zipper-put))
    (import "libc" (module $libc))
    (import "libzip" (module $libzip))))
  (instance $imgmgk (instantiate $IMGMGK
    (import "put" (func $imgmgk-put))
    (import "libc" (module $libc))
    (import "libzip" (module $libzip))
    (import "libimg" (module $libimg))))

  (export "zipper" (instance $zipper))
  (export "imgmgk" (instance $imgmgk)))
