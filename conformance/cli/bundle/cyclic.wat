(module (import "cyclic" (module)))
