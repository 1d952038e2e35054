(module
  (func (export "farewell") (param $name i32) (result i32) (i32.sub (i32.const -11000) (local.get $name)))
  (func (export "greeting") (param $name i32) (result i32) (i32.add (i32.const 11000) (local.get $name))))
