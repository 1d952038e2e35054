(module
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func (result i32)))
  (type (;2;) (func (param i32)))
  (type (;3;) (func (param i32 i32) (result i32)))
  (type (;4;) (func))
  (import "env" "kept_by_shapes" (func (;0;) (type 1) (result i32)))
  (import "env" "area" (func (;1;) (type 0) (param i32) (result i32)))
  (import "env" "kept_by_draw" (func (;2;) (type 1) (result i32)))
  (import "env" "apply" (func (;3;) (type 3) (param i32 i32) (result i32)))
  (import "env" "measure_at" (func (;4;) (type 0) (param i32) (result i32)))
  (import "env" "count_by_draw" (func (;5;) (type 1) (result i32)))
  (table (;0;) 3 funcref)
  (memory (;0;) 2)
  (global (;0;) (mut i32) (i32.const 70864))
  (global (;1;) i32 (i32.const 1232))
  (export "memory" (memory 0))
  (export "__stack_pointer" (global 0))
  (export "malloc" (func 6))
  (export "say" (func 7))
  (export "output" (global 1))
  (export "say_number" (func 8))
  (export "run" (func 9))
  (export "__indirect_function_table" (table 0))
  (elem (;0;) (i32.const 1) func 1 10)
  (func (;6;) (type 0) (param i32) (result i32)
    (local i32 i32 i32)
    i32.const 1212
    i32.const 1212
    i32.load
    i32.const 15
    i32.add
    i32.const -16
    i32.and
    local.tee 2
    local.get 0
    i32.add
    local.tee 0
    i32.store
    block
      local.get 0
      i32.const 65535
      i32.add
      i32.const 16
      i32.shr_u
      local.tee 0
      memory.size
      local.tee 3
      i32.gt_u
      if
        local.get 0
        local.get 3
        i32.sub
        memory.grow
        i32.const -1
        i32.eq
        br_if 1
      end
      local.get 2
      local.set 1
    end
    local.get 1)
  (func (;7;) (type 2) (param i32)
    (local i32 i32 i32 i32)
    block
      local.get 0
      i32.load8_u
      local.tee 2
      i32.eqz
      br_if 0
      i32.const 1216
      i32.load
      local.tee 1
      i32.const 4094
      i32.gt_u
      br_if 0
      local.get 0
      i32.const 1
      i32.add
      local.set 0
      loop
        block
          local.get 1
          i32.const 1232
          i32.add
          local.get 2
          i32.store8
          local.get 1
          i32.const 1
          i32.add
          local.set 3
          local.get 0
          i32.load8_u
          local.tee 2
          i32.eqz
          br_if 0
          local.get 0
          i32.const 1
          i32.add
          local.set 0
          local.get 1
          i32.const 4094
          i32.lt_u
          local.set 4
          local.get 3
          local.set 1
          local.get 4
          br_if 1
        end
      end
      i32.const 1216
      local.get 3
      i32.store
    end)
  (func (;8;) (type 2) (param i32)
    (local i32 i32 i32 i32 i32 i32)
    global.get 0
    i32.const 16
    i32.sub
    local.tee 4
    i32.const 0
    i32.store8 offset=15
    local.get 0
    local.get 0
    i32.const 31
    i32.shr_s
    local.tee 1
    i32.add
    local.get 1
    i32.xor
    local.set 1
    i32.const 10
    local.set 2
    loop
      local.get 4
      i32.const 4
      i32.add
      local.get 2
      i32.add
      local.get 1
      local.get 1
      i32.const 10
      i32.div_u
      local.tee 3
      i32.const 10
      i32.mul
      i32.sub
      i32.const 48
      i32.or
      local.tee 5
      i32.store8
      local.get 2
      i32.const 1
      i32.sub
      local.set 2
      local.get 1
      i32.const 9
      i32.gt_u
      local.set 6
      local.get 3
      local.set 1
      local.get 6
      br_if 0
    end
    block
      local.get 0
      i32.const 0
      i32.ge_s
      if
        local.get 2
        i32.const 1
        i32.add
        local.set 2
        br 1
      end
      i32.const 45
      local.set 5
      local.get 4
      i32.const 4
      i32.add
      local.get 2
      i32.add
      i32.const 45
      i32.store8
    end
    i32.const 1216
    i32.load
    local.tee 1
    i32.const 4094
    i32.le_u
    if
      local.get 2
      local.get 4
      i32.add
      i32.const 5
      i32.add
      local.set 2
      loop
        block
          local.get 1
          i32.const 1232
          i32.add
          local.get 5
          i32.store8
          local.get 1
          i32.const 1
          i32.add
          local.set 3
          local.get 2
          i32.load8_u
          local.tee 5
          i32.eqz
          br_if 0
          local.get 2
          i32.const 1
          i32.add
          local.set 2
          local.get 1
          i32.const 4094
          i32.lt_u
          local.set 6
          local.get 3
          local.set 1
          local.get 6
          br_if 1
        end
      end
      i32.const 1216
      local.get 3
      i32.store
    end)
  (func (;9;) (type 4)
    (local i32 i32)
    call 0
    local.set 0
    i32.const 1057
    call 7
    i32.const 1199
    i32.const 1186
    local.get 0
    i32.const 1
    i32.eq
    select
    call 7
    call 0
    local.set 0
    call 2
    local.set 1
    i32.const 1024
    call 7
    i32.const 1199
    i32.const 1186
    local.get 0
    local.get 1
    i32.eq
    select
    call 7
    i32.const 1099
    call 7
    i32.const 1186
    call 7
    i32.const 1150
    call 7
    i32.const 1
    i32.const 7
    call 3
    call 8
    i32.const 1183
    call 7
    i32.const 2
    call 4
    i32.const 100
    call 3
    call 8
    i32.const 1183
    call 7
    i32.const 2
    i32.const 5
    call 3
    call 8
    i32.const 1118
    call 7
    call 5
    call 8
    i32.const 1209
    call 7)
  (func (;10;) (type 0) (param i32) (result i32)
    i32.const 1
    local.get 0
    call 3
    i32.const 1
    i32.shl)
  (data (;0;) (i32.const 1024) "area in libshapes and in libdraw\00area in the main program and in libshapes\00area and perimeter\00\0ameasured, as libdraw sees it: \00called from libdraw by pointer: \00, \00: different\0a\00: the same\0a")
  (data (;1;) (i32.const 1212) "\d0\14\01"))
