(module
  (type (;0;) (func (param i32 i32) (result i32)))
  (type (;1;) (func))
  (import "env" "memory" (memory (;0;) 1))
  (import "env" "__memory_base" (global (;0;) i32))
  (import "env" "__table_base" (global (;1;) i32))
  (import "env" "times" (func (;0;) (type 0) (param i32 i32) (result i32)))
  (global (;2;) i32 (i32.const 0))
  (export "__wasm_call_ctors" (func 1))
  (export "operate" (func 3))
  (export "operation_name" (global 2))
  (start 2)
  (func (;1;) (type 1)
    call 2)
  (func (;2;) (type 1))
  (func (;3;) (type 0) (param i32 i32) (result i32)
    (local i32)
    i32.const 1
    local.set 2
    block
      local.get 1
      i32.const 1
      i32.lt_s
      br_if 0
      local.get 1
      i32.const 1
      i32.add
      local.set 1
      i32.const 1
      local.set 2
      loop
        local.get 2
        local.get 0
        call 0
        local.set 2
        local.get 1
        i32.const -1
        i32.add
        local.tee 1
        i32.const 1
        i32.gt_u
        br_if 0
      end
    end
    local.get 2)
  (data (;0;) (global.get 0) "to the power of\00")
  (@custom "dylink.0" (before first) "\01\04\10\04\00\00\02\0d\01\0blibtimes.so"))
