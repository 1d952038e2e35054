(module
  (type (;0;) (func (param i32 i32 i32 i32) (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (type (;3;) (func (param i32) (result i32)))
  (type (;4;) (func (param i32 i32)))
  (import "wasi_snapshot_preview1" "path_open" (func (;0;) (type 2) (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func (;1;) (type 0) (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func (;2;) (type 3) (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func (;3;) (type 0) (param i32 i32 i32 i32) (result i32)))
  (table (;0;) 1 funcref)
  (memory (;0;) 2)
  (global (;0;) (mut i32) (i32.const 66720))
  (export "memory" (memory 0))
  (export "__stack_pointer" (global 0))
  (export "_start" (func 4))
  (export "__indirect_function_table" (table 0))
  (func (;4;) (type 1)
    (local i32 i32)
    global.get 0
    i32.const 16
    i32.sub
    local.tee 0
    global.set 0
    call 5
    block
      block
        i32.const 3
        i32.const 0
        i32.const 1096
        i32.const 9
        i32.const 8
        i64.const 64
        i64.const 0
        i32.const 0
        local.get 0
        call 0
        local.tee 1
        i32.eqz
        if
          local.get 0
          i32.load
          local.set 1
          local.get 0
          i32.const 20
          i32.store offset=12
          local.get 0
          i32.const 1040
          i32.store offset=8
          local.get 1
          local.get 0
          i32.const 8
          i32.add
          i32.const 1
          local.get 0
          i32.const 4
          i32.add
          call 1
          local.tee 1
          i32.eqz
          br_if 1
        end
        i32.const 1024
        local.get 1
        call 6
        br 1
      end
      local.get 0
      i32.load
      call 2
      drop
    end
    call 5
    local.get 0
    i32.const 16
    i32.add
    global.set 0)
  (func (;5;) (type 1)
    (local i32 i32 i32)
    global.get 0
    i32.const 32
    i32.sub
    local.tee 0
    global.set 0
    local.get 0
    i32.const 1088
    i64.load
    i64.store offset=8
    local.get 0
    i32.const 0
    i32.store
    block
      block
        i32.const 3
        i32.const 0
        i32.const 1096
        i32.const 9
        i32.const 0
        i64.const 2
        i64.const 0
        i32.const 0
        local.get 0
        i32.const 4
        i32.add
        call 0
        local.tee 1
        i32.eqz
        if
          local.get 0
          i32.load offset=4
          local.get 0
          i32.const 8
          i32.add
          i32.const 1
          local.get 0
          call 3
          local.tee 1
          i32.eqz
          br_if 1
        end
        i32.const 1032
        local.get 1
        call 6
        br 1
      end
      local.get 0
      i32.load
      i32.const 1120
      i32.add
      i32.const 0
      i32.store8
      local.get 0
      i32.const 15
      i32.store offset=28
      local.get 0
      i32.const 1070
      i32.store offset=24
      i32.const 1
      local.get 0
      i32.const 24
      i32.add
      i32.const 1
      local.get 0
      i32.const 20
      i32.add
      call 1
      drop
      local.get 0
      i32.const 1120
      i32.store offset=24
      i32.const -1
      local.set 1
      loop
        local.get 1
        i32.const 1121
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
      local.get 0
      local.get 1
      i32.store offset=28
      i32.const 1
      local.get 0
      i32.const 24
      i32.add
      i32.const 1
      local.get 0
      i32.const 20
      i32.add
      call 1
      drop
      local.get 0
      i32.const 1
      i32.store offset=28
      local.get 0
      i32.const 1086
      i32.store offset=24
      i32.const 1
      local.get 0
      i32.const 24
      i32.add
      i32.const 1
      local.get 0
      i32.const 20
      i32.add
      call 1
      drop
      local.get 0
      i32.load offset=4
      call 2
      drop
    end
    local.get 0
    i32.const 32
    i32.add
    global.set 0)
  (func (;6;) (type 4) (param i32 i32)
    (local i32 i32 i32 i32)
    global.get 0
    i32.const 16
    i32.sub
    local.tee 2
    global.set 0
    local.get 2
    i32.const 667696
    i32.store
    local.get 2
    local.get 1
    i32.const 10
    i32.div_u
    local.tee 3
    i32.const 48
    i32.add
    local.tee 5
    i32.store8
    local.get 2
    local.get 1
    local.get 3
    i32.const 10
    i32.mul
    i32.sub
    i32.const 48
    i32.or
    i32.store8 offset=1
    local.get 2
    local.get 0
    i32.store offset=8
    i32.const 0
    local.set 1
    loop
      local.get 0
      local.get 1
      i32.add
      local.set 3
      local.get 1
      i32.const 1
      i32.add
      local.tee 4
      local.set 1
      local.get 3
      i32.load8_u
      br_if 0
    end
    local.get 2
    local.get 4
    i32.const 1
    i32.sub
    i32.store offset=12
    i32.const 1
    local.get 2
    i32.const 8
    i32.add
    i32.const 1
    local.get 2
    i32.const 4
    i32.add
    call 1
    drop
    local.get 2
    i32.const 8
    i32.store offset=12
    local.get 2
    i32.const 1061
    i32.store offset=8
    i32.const 1
    local.get 2
    i32.const 8
    i32.add
    i32.const 1
    local.get 2
    i32.const 4
    i32.add
    call 1
    drop
    local.get 2
    local.get 2
    i32.store offset=8
    block
      local.get 5
      i32.const 255
      i32.and
      i32.eqz
      if
        i32.const 0
        local.set 0
        br 1
      end
      local.get 2
      i32.const 1
      i32.or
      local.set 4
      i32.const 0
      local.set 1
      loop
        local.get 1
        local.get 4
        i32.add
        local.set 3
        local.get 1
        i32.const 1
        i32.add
        local.tee 0
        local.set 1
        local.get 3
        i32.load8_u
        br_if 0
      end
    end
    local.get 2
    local.get 0
    i32.store offset=12
    i32.const 1
    local.get 2
    i32.const 8
    i32.add
    i32.const 1
    local.get 2
    i32.const 4
    i32.add
    call 1
    drop
    local.get 2
    i32.const 16
    i32.add
    global.set 0)
  (data (;0;) (i32.const 1024) "writing\00reading\00changed by the child\00: error \00the file says: \00\0a\00`\04\00\00?\00\00\00notes.txt"))
