(module
  (func (export "greeting") (param $name i32) (param $language i32) (result i32)
    (i32.add (i32.const 20000) (i32.mul (local.get $name) (local.get $language)))))
