(module
  (type (;0;) (func (param i32)))
  (type (;1;) (func (result i32)))
  (type (;2;) (func (param i32) (result i32)))
  (type (;3;) (func))
  (import "env" "app" (func (;0;) (type 1) (result i32)))
  (table (;0;) 1 funcref)
  (memory (;0;) 2)
  (global (;0;) (mut i32) (i32.const 70688))
  (global (;1;) i32 (i32.const 1056))
  (export "memory" (memory 0))
  (export "__stack_pointer" (global 0))
  (export "malloc" (func 1))
  (export "say" (func 2))
  (export "output" (global 1))
  (export "say_number" (func 3))
  (export "run" (func 4))
  (export "__indirect_function_table" (table 0))
  (func (;1;) (type 2) (param i32) (result i32)
    (local i32 i32 i32)
    i32.const 1036
    i32.const 1036
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
  (func (;2;) (type 0) (param i32)
    (local i32 i32 i32 i32)
    block
      local.get 0
      i32.load8_u
      local.tee 2
      i32.eqz
      br_if 0
      i32.const 1040
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
          i32.const 1056
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
      i32.const 1040
      local.get 3
      i32.store
    end)
  (func (;3;) (type 0) (param i32)
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
    i32.const 1040
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
          i32.const 1056
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
      i32.const 1040
      local.get 3
      i32.store
    end)
  (func (;4;) (type 3)
    i32.const 1024
    call 2
    call 0
    call 3
    i32.const 1034
    call 2)
  (data (;0;) (i32.const 1024) "greeting \00\0a")
  (data (;1;) (i32.const 1036) " \14\01"))
