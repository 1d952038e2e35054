(module (import "other" (instance (export "f" (func)))) (func (export "f")))
