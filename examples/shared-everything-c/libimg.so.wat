(module
  (type (;0;) (func (param i32 i32) (result i32)))
  (type (;1;) (func (param i32) (result i32)))
  (type (;2;) (func (param i32 i32 i32) (result i32)))
  (type (;3;) (func (param i32)))
  (type (;4;) (func))
  (import "env" "memory" (memory (;0;) 0))
  (import "env" "__indirect_function_table" (table (;0;) 0 funcref))
  (import "env" "__memory_base" (global (;0;) i32))
  (import "env" "__table_base" (global (;1;) i32))
  (import "env" "malloc" (func (;0;) (type 1) (param i32) (result i32)))
  (import "env" "zip" (func (;1;) (type 2) (param i32 i32 i32) (result i32)))
  (import "env" "free" (func (;2;) (type 3) (param i32)))
  (export "__wasm_call_ctors" (func 3))
  (export "draw" (func 5))
  (export "save" (func 6))
  (export "discard" (func 7))
  (start 4)
  (func (;3;) (type 4)
    call 4)
  (func (;4;) (type 4))
  (func (;5;) (type 2) (param i32 i32 i32) (result i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32)
    i32.const 12
    call 0
    local.tee 3
    local.get 1
    i32.store offset=4
    local.get 3
    local.get 0
    i32.store
    local.get 3
    local.get 1
    local.get 0
    i32.mul
    call 0
    local.tee 4
    i32.store offset=8
    block
      local.get 1
      i32.eqz
      br_if 0
      local.get 0
      i32.const -4
      i32.and
      local.set 5
      local.get 0
      i32.const 3
      i32.and
      local.set 6
      i32.const 0
      local.set 7
      local.get 0
      i32.const -1
      i32.add
      i32.const 3
      i32.lt_u
      local.set 8
      loop
        block
          local.get 0
          i32.eqz
          br_if 0
          i32.const 0
          local.set 9
          block
            local.get 8
            br_if 0
            i32.const 0
            local.set 9
            loop
              local.get 4
              local.get 9
              i32.add
              local.tee 10
              local.get 9
              local.get 7
              local.get 2
              call_indirect (type 0) (param i32 i32) (result i32)
              i32.store8
              local.get 10
              i32.const 1
              i32.add
              local.get 9
              i32.const 1
              i32.add
              local.get 7
              local.get 2
              call_indirect (type 0) (param i32 i32) (result i32)
              i32.store8
              local.get 10
              i32.const 2
              i32.add
              local.get 9
              i32.const 2
              i32.add
              local.get 7
              local.get 2
              call_indirect (type 0) (param i32 i32) (result i32)
              i32.store8
              local.get 10
              i32.const 3
              i32.add
              local.get 9
              i32.const 3
              i32.add
              local.get 7
              local.get 2
              call_indirect (type 0) (param i32 i32) (result i32)
              i32.store8
              local.get 9
              i32.const 4
              i32.add
              local.tee 9
              local.get 5
              i32.ne
              br_if 0
            end
          end
          local.get 6
          i32.eqz
          br_if 0
          local.get 6
          local.set 10
          loop
            local.get 4
            local.get 9
            i32.add
            local.get 9
            local.get 7
            local.get 2
            call_indirect (type 0) (param i32 i32) (result i32)
            i32.store8
            local.get 9
            i32.const 1
            i32.add
            local.set 9
            local.get 10
            i32.const -1
            i32.add
            local.tee 10
            br_if 0
          end
        end
        local.get 4
        local.get 0
        i32.add
        local.set 4
        local.get 7
        i32.const 1
        i32.add
        local.tee 7
        local.get 1
        i32.ne
        br_if 0
      end
    end
    local.get 3)
  (func (;6;) (type 0) (param i32 i32) (result i32)
    local.get 0
    i32.load offset=8
    local.get 0
    i32.load offset=4
    local.get 0
    i32.load
    i32.mul
    local.get 1
    call 1)
  (func (;7;) (type 3) (param i32)
    local.get 0
    i32.load offset=8
    call 2
    local.get 0
    call 2)
  (@custom "dylink.0" (before first) "\01\04\00\00\00\00\02\0b\01\09libzip.so"))
