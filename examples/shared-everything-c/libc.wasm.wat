(module
  (type (;0;) (func (param i32 i32 i32) (result i32)))
  (type (;1;) (func (param i32) (result i32)))
  (type (;2;) (func (param i32 i32 i32 i32) (result i32)))
  (type (;3;) (func (param i32 i32) (result i32)))
  (type (;4;) (func (param i32)))
  (type (;5;) (func))
  (import "wasi_snapshot_preview1" "fd_write" (func (;0;) (type 2) (param i32 i32 i32 i32) (result i32)))
  (import "env" "main" (func (;1;) (type 3) (param i32 i32) (result i32)))
  (table (;0;) 1 funcref)
  (memory (;0;) 2)
  (global (;0;) (mut i32) (i32.const 66576))
  (export "memory" (memory 0))
  (export "__stack_pointer" (global 0))
  (export "memcmp" (func 2))
  (export "strlen" (func 3))
  (export "malloc" (func 4))
  (export "free" (func 5))
  (export "write" (func 6))
  (export "_start" (func 7))
  (export "__indirect_function_table" (table 0))
  (func (;2;) (type 0) (param i32 i32 i32) (result i32)
    (local i32)
    local.get 2
    i32.eqz
    if
      i32.const 0
      return
    end
    block
      loop
        local.get 0
        i32.load8_u
        local.get 1
        i32.load8_u
        i32.sub
        local.tee 3
        br_if 1
        local.get 0
        i32.const 1
        i32.add
        local.set 0
        local.get 1
        i32.const 1
        i32.add
        local.set 1
        local.get 2
        i32.const 1
        i32.sub
        local.tee 2
        br_if 0
      end
      i32.const 0
      return
    end
    local.get 3)
  (func (;3;) (type 1) (param i32) (result i32)
    (local i32 i32)
    loop
      local.get 0
      local.get 1
      i32.add
      local.set 2
      local.get 1
      i32.const 1
      i32.add
      local.set 1
      local.get 2
      i32.load8_u
      br_if 0
    end
    local.get 1
    i32.const 1
    i32.sub)
  (func (;4;) (type 1) (param i32) (result i32)
    (local i32 i32 i32 i32)
    block
      block (result i32)
        block
          block
            i32.const 1028
            i32.load
            local.tee 1
            i32.eqz
            br_if 0
            i32.const 1028
            local.get 1
            i32.load
            local.get 0
            i32.ge_u
            br_if 2
            drop
            loop
              local.get 1
              local.tee 2
              i32.load offset=4
              local.tee 1
              i32.eqz
              br_if 1
              local.get 0
              local.get 1
              i32.load
              i32.gt_u
              br_if 0
            end
            br 1
          end
          i32.const 1024
          i32.const 1024
          i32.load
          i32.const 15
          i32.add
          i32.const -16
          i32.and
          local.tee 2
          i32.const 16
          i32.add
          local.tee 3
          local.get 0
          i32.add
          local.tee 1
          i32.store
          local.get 1
          i32.const 65535
          i32.add
          i32.const 16
          i32.shr_u
          local.tee 1
          memory.size
          local.tee 4
          i32.le_u
          br_if 2
          local.get 1
          local.get 4
          i32.sub
          memory.grow
          i32.const -1
          i32.ne
          br_if 2
          i32.const 0
          return
        end
        local.get 2
        i32.const 4
        i32.add
      end
      local.get 1
      i32.load offset=4
      i32.store
      local.get 1
      i32.const 16
      i32.add
      return
    end
    local.get 2
    local.get 0
    i32.store
    local.get 3)
  (func (;5;) (type 4) (param i32)
    local.get 0
    if
      local.get 0
      i32.const 12
      i32.sub
      i32.const 1028
      i32.load
      i32.store
      i32.const 1028
      local.get 0
      i32.const 16
      i32.sub
      i32.store
    end)
  (func (;6;) (type 0) (param i32 i32 i32) (result i32)
    (local i32)
    global.get 0
    i32.const 16
    i32.sub
    local.tee 3
    global.set 0
    local.get 3
    local.get 2
    i32.store offset=12
    local.get 3
    local.get 1
    i32.store offset=8
    local.get 0
    local.get 3
    i32.const 8
    i32.add
    i32.const 1
    local.get 3
    i32.const 4
    i32.add
    call 0
    local.set 0
    local.get 3
    i32.load offset=4
    local.set 1
    local.get 3
    i32.const 16
    i32.add
    global.set 0
    i32.const -1
    local.get 1
    local.get 0
    select)
  (func (;7;) (type 5)
    i32.const 0
    i32.const 0
    call 1
    if
      unreachable
    end)
  (data (;0;) (i32.const 1024) "\10\04\01"))
