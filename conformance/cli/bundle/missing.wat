(module (import "nowhere" (module)))
