;; An application and its library, as modules: the library's type is what the application was made for, version 1.0.
(module
  (import "greet" (module $Greet (export "greeting" (func (param i32) (result i32)))))
  (module $app
    (import "greet" (instance $greet (export "greeting" (func (param i32) (result i32)))))
    (func (export "app") (result i32) (call (func $greet "greeting") (i32.const 7))))
  (instance $greet (instantiate $Greet))
  (instance $app (instantiate $app (import "greet" (instance $greet))))
  (export "app" (func $app "app")))
