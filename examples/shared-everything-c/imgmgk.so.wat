(module
  (type (;0;) (func (param i32 i32 i32) (result i32)))
  (type (;1;) (func (param i32 i32) (result i32)))
  (type (;2;) (func (param i32)))
  (type (;3;) (func))
  (import "env" "memory" (memory (;0;) 1))
  (import "env" "__indirect_function_table" (table (;0;) 1 funcref))
  (import "env" "__stack_pointer" (global (;0;) (mut i32)))
  (import "env" "__memory_base" (global (;1;) i32))
  (import "env" "__table_base" (global (;2;) i32))
  (import "env" "draw" (func (;0;) (type 0) (param i32 i32 i32) (result i32)))
  (import "env" "write" (func (;1;) (type 0) (param i32 i32 i32) (result i32)))
  (import "env" "save" (func (;2;) (type 1) (param i32 i32) (result i32)))
  (import "env" "free" (func (;3;) (type 2) (param i32)))
  (import "env" "discard" (func (;4;) (type 2) (param i32)))
  (import "GOT.mem" "zipped" (global (;3;) (mut i32)))
  (export "__wasm_call_ctors" (func 5))
  (export "main" (func 7))
  (start 6)
  (elem (;0;) (global.get 2) func 8)
  (func (;5;) (type 3)
    call 6)
  (func (;6;) (type 3))
  (func (;7;) (type 1) (param i32 i32) (result i32)
    (local i32 i32 i32 i32 i32 i32 i32)
    global.get 0
    i32.const 16
    i32.sub
    local.tee 2
    global.set 0
    block
      i32.const 12
      i32.const 12
      global.get 2
      i32.const 0
      i32.add
      call 0
      local.tee 3
      i32.load offset=4
      i32.eqz
      br_if 0
      i32.const 0
      local.set 4
      loop
        i32.const 1
        local.get 3
        i32.load offset=8
        local.get 3
        i32.load
        local.tee 5
        local.get 4
        i32.mul
        i32.add
        local.get 5
        call 1
        drop
        i32.const 1
        global.get 1
        i32.const 22
        i32.add
        i32.const 2
        call 1
        drop
        local.get 4
        i32.const 1
        i32.add
        local.tee 4
        local.get 3
        i32.load offset=4
        i32.lt_u
        br_if 0
      end
    end
    local.get 3
    local.get 2
    call 2
    local.set 6
    local.get 2
    i32.const 52
    i32.store8 offset=15
    local.get 2
    i32.const 13361
    i32.store16 offset=13 align=1
    i32.const 1
    global.get 1
    local.tee 4
    i32.const 13
    i32.add
    i32.const 8
    call 1
    drop
    i32.const 1
    local.get 2
    i32.const 4
    i32.add
    i32.const 9
    i32.add
    i32.const 3
    call 1
    drop
    i32.const 1
    local.get 4
    i32.const 0
    i32.add
    i32.const 7
    call 1
    drop
    local.get 2
    i32.load
    local.set 4
    i32.const 0
    local.set 5
    loop
      local.get 2
      i32.const 4
      i32.add
      local.get 5
      i32.add
      i32.const 11
      i32.add
      local.get 4
      local.get 4
      i32.const 10
      i32.div_u
      local.tee 7
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
      local.get 4
      i32.const 9
      i32.gt_u
      local.set 8
      local.get 7
      local.set 4
      local.get 8
      br_if 0
    end
    i32.const 1
    global.get 1
    local.tee 4
    i32.const 8
    i32.add
    i32.const 4
    call 1
    drop
    i32.const 0
    local.set 7
    i32.const 1
    local.get 2
    i32.const 4
    i32.add
    local.get 5
    i32.add
    i32.const 12
    i32.add
    i32.const 0
    local.get 5
    i32.sub
    call 1
    drop
    i32.const 1
    local.get 4
    i32.const 25
    i32.add
    i32.const 7
    call 1
    drop
    global.get 3
    i32.load
    local.set 4
    loop
      local.get 2
      i32.const 4
      i32.add
      local.get 7
      i32.add
      i32.const 11
      i32.add
      local.get 4
      local.get 4
      i32.const 10
      i32.div_u
      local.tee 5
      i32.const 10
      i32.mul
      i32.sub
      i32.const 48
      i32.or
      i32.store8
      local.get 7
      i32.const -1
      i32.add
      local.set 7
      local.get 4
      i32.const 9
      i32.gt_u
      local.set 8
      local.get 5
      local.set 4
      local.get 8
      br_if 0
    end
    i32.const 1
    global.get 1
    local.tee 4
    i32.const 13
    i32.add
    i32.const 8
    call 1
    drop
    i32.const 1
    local.get 2
    i32.const 4
    i32.add
    local.get 7
    i32.add
    i32.const 12
    i32.add
    i32.const 0
    local.get 7
    i32.sub
    call 1
    drop
    i32.const 1
    local.get 4
    i32.const 33
    i32.add
    i32.const 28
    call 1
    drop
    local.get 6
    call 3
    local.get 3
    call 4
    local.get 2
    i32.const 16
    i32.add
    global.set 0
    i32.const 0)
  (func (;8;) (type 1) (param i32 i32) (result i32)
    i32.const 35
    i32.const 32
    local.get 1
    i32.const 1
    i32.shl
    i32.const -11
    i32.add
    local.tee 1
    local.get 1
    i32.mul
    local.get 0
    i32.const 1
    i32.shl
    i32.const -11
    i32.add
    local.tee 1
    local.get 1
    i32.mul
    i32.add
    i32.const 145
    i32.lt_u
    select)
  (data (;0;) (global.get 1) " pixels\00 in \00imgmgk: \00|\0a\00 bytes\0a\00 bytes were compressed here\0a\00")
  (@custom "dylink.0" (before first) "\01\04>\00\01\00\02\15\02\09libimg.so\09libzip.so"))
