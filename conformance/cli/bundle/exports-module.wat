(module (module (export "counter") (func (export "next"))))
