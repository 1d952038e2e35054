(module
  (type (;0;) (func))
  (type (;1;) (func (param i32) (result i32)))
  (type (;2;) (func (result i32)))
  (import "env" "memory" (memory (;0;) 1))
  (import "env" "__indirect_function_table" (table (;0;) 1 funcref))
  (import "env" "__memory_base" (global (;0;) i32))
  (import "env" "__table_base" (global (;1;) i32))
  (import "GOT.mem" "measured" (global (;2;) (mut i32)))
  (import "GOT.func" "area" (global (;3;) (mut i32)))
  (import "GOT.func" "perimeter" (global (;4;) (mut i32)))
  (global (;5;) i32 (i32.const 12))
  (export "__wasm_call_ctors" (func 0))
  (export "area" (func 2))
  (export "measured" (global 5))
  (export "perimeter" (func 3))
  (export "kept_by_shapes" (func 4))
  (export "measure_at" (func 5))
  (start 1)
  (elem (;0;) (global.get 1) func 6)
  (func (;0;) (type 0)
    call 1)
  (func (;1;) (type 0)
    global.get 0
    i32.const 0
    i32.add
    global.get 3
    i32.store
    global.get 0
    i32.const 4
    i32.add
    global.get 4
    i32.store
    global.get 0
    i32.const 8
    i32.add
    global.get 1
    i32.const 0
    i32.add
    i32.store)
  (func (;2;) (type 1) (param i32) (result i32)
    (local i32)
    global.get 2
    local.tee 1
    local.get 1
    i32.load
    i32.const 1
    i32.add
    i32.store
    local.get 0
    local.get 0
    i32.mul)
  (func (;3;) (type 1) (param i32) (result i32)
    (local i32)
    global.get 2
    local.tee 1
    local.get 1
    i32.load
    i32.const 1
    i32.add
    i32.store
    local.get 0
    i32.const 2
    i32.shl)
  (func (;4;) (type 2) (result i32)
    global.get 3)
  (func (;5;) (type 1) (param i32) (result i32)
    global.get 0
    i32.const 0
    i32.add
    local.get 0
    i32.const 2
    i32.shl
    i32.add
    i32.load)
  (func (;6;) (type 1) (param i32) (result i32)
    (local i32)
    global.get 2
    local.tee 1
    local.get 1
    i32.load
    i32.const 1
    i32.add
    i32.store
    local.get 0
    i32.const 1414
    i32.mul
    i32.const 1000
    i32.div_s)
  (data (;0;) (global.get 0) "\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00")
  (@custom "dylink.0" (before first) "\01\04\10\02\01\00"))
