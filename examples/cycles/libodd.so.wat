(module
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func (param i32)))
  (type (;2;) (func))
  (import "env" "memory" (memory (;0;) 1))
  (import "env" "__indirect_function_table" (table (;0;) 0 funcref))
  (import "env" "__memory_base" (global (;0;) i32))
  (import "env" "__table_base" (global (;1;) i32))
  (import "env" "is_even" (func (;0;) (type 0) (param i32) (result i32)))
  (import "env" "say" (func (;1;) (type 1) (param i32)))
  (import "GOT.func" "is_even" (global (;2;) (mut i32)))
  (global (;3;) i32 (i32.const 20))
  (export "__wasm_call_ctors" (func 2))
  (export "is_odd" (func 4))
  (export "opposite" (global 3))
  (start 3)
  (func (;2;) (type 2)
    call 3
    call 5)
  (func (;3;) (type 2)
    global.get 0
    i32.const 20
    i32.add
    global.get 2
    i32.store)
  (func (;4;) (type 0) (param i32) (result i32)
    block
      local.get 0
      br_if 0
      i32.const 0
      return
    end
    local.get 0
    i32.const -1
    i32.add
    call 0)
  (func (;5;) (type 2)
    global.get 0
    i32.const 0
    i32.add
    call 1)
  (data (;0;) (global.get 0) "libodd.so is ready\0a\00\00\00\00\00")
  (@custom "dylink.0" (before first) "\01\04\18\02\00\00\02\0c\01\0alibeven.so"))
