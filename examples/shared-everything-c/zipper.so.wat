(module
  (type (;0;) (func (param i32 i32 i32) (result i32)))
  (type (;1;) (func (param i32 i32 i32 i32) (result i32)))
  (type (;2;) (func (param i32) (result i32)))
  (type (;3;) (func (param i32)))
  (type (;4;) (func))
  (type (;5;) (func (param i32 i32) (result i32)))
  (import "env" "memory" (memory (;0;) 1))
  (import "env" "__stack_pointer" (global (;0;) (mut i32)))
  (import "env" "__memory_base" (global (;1;) i32))
  (import "env" "__table_base" (global (;2;) i32))
  (import "env" "zip" (func (;0;) (type 0) (param i32 i32 i32) (result i32)))
  (import "env" "unzip" (func (;1;) (type 1) (param i32 i32 i32 i32) (result i32)))
  (import "env" "write" (func (;2;) (type 0) (param i32 i32 i32) (result i32)))
  (import "env" "memcmp" (func (;3;) (type 0) (param i32 i32 i32) (result i32)))
  (import "env" "strlen" (func (;4;) (type 2) (param i32) (result i32)))
  (import "env" "free" (func (;5;) (type 3) (param i32)))
  (import "GOT.mem" "zipped" (global (;3;) (mut i32)))
  (export "__wasm_call_ctors" (func 6))
  (export "main" (func 8))
  (start 7)
  (func (;6;) (type 4)
    call 7)
  (func (;7;) (type 4))
  (func (;8;) (type 5) (param i32 i32) (result i32)
    (local i32 i32 i32 i32 i32 i32 i32)
    global.get 0
    i32.const 96
    i32.sub
    local.tee 2
    global.set 0
    global.get 1
    local.tee 3
    i32.const 0
    i32.add
    i32.const 64
    local.get 2
    i32.const 80
    i32.add
    call 0
    local.tee 4
    local.get 2
    i32.load offset=80
    local.get 2
    i32.const 65
    call 1
    local.set 5
    local.get 2
    i32.const 13366
    i32.store16 offset=94 align=1
    i32.const 1
    local.get 3
    i32.const 77
    i32.add
    i32.const 8
    call 2
    drop
    i32.const 1
    local.get 2
    i32.const 84
    i32.add
    i32.const 10
    i32.add
    i32.const 2
    call 2
    drop
    i32.const 1
    local.get 3
    i32.const 65
    i32.add
    i32.const 6
    call 2
    drop
    local.get 2
    i32.load offset=80
    local.set 6
    block
      block
        local.get 5
        i32.const 64
        i32.eq
        br_if 0
        local.get 3
        i32.const 125
        i32.add
        local.set 7
        br 1
      end
      global.get 1
      local.set 3
      local.get 3
      i32.const 125
      i32.const 86
      local.get 3
      i32.const 0
      i32.add
      local.get 2
      i32.const 64
      call 3
      select
      i32.add
      local.set 7
    end
    i32.const 0
    local.set 3
    loop
      local.get 2
      i32.const 84
      i32.add
      local.get 3
      i32.add
      i32.const 11
      i32.add
      local.get 6
      local.get 6
      i32.const 10
      i32.div_u
      local.tee 5
      i32.const 10
      i32.mul
      i32.sub
      i32.const 48
      i32.or
      i32.store8
      local.get 3
      i32.const -1
      i32.add
      local.set 3
      local.get 6
      i32.const 9
      i32.gt_u
      local.set 8
      local.get 5
      local.set 6
      local.get 8
      br_if 0
    end
    i32.const 1
    global.get 1
    i32.const 72
    i32.add
    i32.const 4
    call 2
    drop
    i32.const 0
    local.set 5
    i32.const 1
    local.get 2
    i32.const 84
    i32.add
    local.get 3
    i32.add
    i32.const 12
    i32.add
    i32.const 0
    local.get 3
    i32.sub
    call 2
    drop
    i32.const 1
    local.get 7
    local.get 7
    call 4
    call 2
    drop
    global.get 3
    i32.load
    local.set 6
    loop
      local.get 2
      i32.const 84
      i32.add
      local.get 5
      i32.add
      i32.const 11
      i32.add
      local.get 6
      local.get 6
      i32.const 10
      i32.div_u
      local.tee 3
      i32.const 10
      i32.mul
      i32.sub
      i32.const 48
      i32.or
      i32.store8
      local.get 5
      i32.const -1
      i32.add
      local.set 5
      local.get 6
      i32.const 9
      i32.gt_u
      local.set 8
      local.get 3
      local.set 6
      local.get 8
      br_if 0
    end
    i32.const 1
    global.get 1
    local.tee 6
    i32.const 77
    i32.add
    i32.const 8
    call 2
    drop
    i32.const 1
    local.get 2
    i32.const 84
    i32.add
    local.get 5
    i32.add
    i32.const 12
    i32.add
    i32.const 0
    local.get 5
    i32.sub
    call 2
    drop
    i32.const 1
    local.get 6
    i32.const 98
    i32.add
    i32.const 28
    call 2
    drop
    local.get 4
    call 5
    local.get 2
    i32.const 96
    i32.add
    global.set 0
    i32.const 0)
  (data (;0;) (global.get 1) "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd\00 bytes\00 in \00zipper: \00, and back\0a\00 bytes were compressed here\0a\00")
  (@custom "dylink.0" (before first) "\01\04\7f\04\00\00\02\0b\01\09libzip.so"))
