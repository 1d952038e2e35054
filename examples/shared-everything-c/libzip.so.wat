(module
  (type (;0;) (func (param i32) (result i32)))
  (type (;1;) (func))
  (type (;2;) (func (param i32 i32 i32) (result i32)))
  (type (;3;) (func (param i32 i32 i32 i32) (result i32)))
  (import "env" "memory" (memory (;0;) 1))
  (import "env" "__memory_base" (global (;0;) i32))
  (import "env" "__table_base" (global (;1;) i32))
  (import "env" "malloc" (func (;0;) (type 0) (param i32) (result i32)))
  (import "GOT.mem" "zipped" (global (;2;) (mut i32)))
  (global (;3;) i32 (i32.const 0))
  (export "__wasm_call_ctors" (func 1))
  (export "zip" (func 3))
  (export "zipped" (global 3))
  (export "unzip" (func 4))
  (start 2)
  (func (;1;) (type 1)
    call 2)
  (func (;2;) (type 1))
  (func (;3;) (type 2) (param i32 i32 i32) (result i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32)
    local.get 1
    i32.const 1
    i32.shl
    i32.const 1
    i32.or
    call 0
    local.set 3
    block
      block
        local.get 1
        br_if 0
        i32.const 0
        local.set 4
        br 1
      end
      i32.const 0
      local.set 5
      i32.const 0
      local.set 4
      loop
        local.get 0
        local.get 5
        i32.add
        local.set 6
        i32.const 2
        local.set 7
        block
          block
            block
              block
                loop
                  block
                    local.get 5
                    local.get 7
                    i32.add
                    local.tee 8
                    i32.const -1
                    i32.add
                    local.tee 9
                    local.get 1
                    i32.lt_u
                    br_if 0
                    local.get 7
                    i32.const -1
                    i32.add
                    local.set 7
                    local.get 6
                    i32.load8_u
                    local.set 10
                    local.get 9
                    local.set 5
                    br 5
                  end
                  local.get 6
                  local.get 7
                  i32.add
                  local.tee 9
                  i32.const -1
                  i32.add
                  i32.load8_u
                  local.get 6
                  i32.load8_u
                  local.tee 10
                  i32.ne
                  br_if 1
                  local.get 8
                  local.get 1
                  i32.ge_u
                  br_if 3
                  local.get 9
                  i32.load8_u
                  local.get 6
                  i32.load8_u
                  local.tee 10
                  i32.ne
                  br_if 2
                  local.get 7
                  i32.const 2
                  i32.add
                  local.tee 7
                  i32.const 256
                  i32.ne
                  br_if 0
                end
                i32.const 255
                local.set 7
                br 1
              end
              local.get 7
              i32.const -1
              i32.add
              local.set 7
            end
            local.get 7
            local.get 5
            i32.add
            local.set 5
            br 1
          end
          local.get 6
          i32.load8_u
          local.set 10
          local.get 8
          local.set 5
        end
        local.get 3
        local.get 4
        i32.add
        local.get 7
        i32.store8
        local.get 3
        local.get 4
        i32.const 1
        i32.or
        i32.add
        local.get 10
        i32.store8
        local.get 4
        i32.const 2
        i32.add
        local.set 4
        local.get 5
        local.get 1
        i32.lt_u
        br_if 0
      end
    end
    global.get 2
    local.tee 7
    local.get 7
    i32.load
    local.get 1
    i32.add
    i32.store
    local.get 2
    local.get 4
    i32.store
    local.get 3)
  (func (;4;) (type 3) (param i32 i32 i32 i32) (result i32)
    (local i32 i32 i32 i32)
    i32.const 0
    local.set 4
    block
      local.get 1
      i32.const 2
      i32.lt_u
      br_if 0
      i32.const 0
      local.set 5
      i32.const 1
      local.set 6
      i32.const 0
      local.set 4
      loop
        block
          local.get 0
          local.get 5
          i32.add
          i32.load8_u
          local.tee 7
          i32.eqz
          br_if 0
          local.get 4
          local.get 3
          i32.ge_u
          br_if 0
          local.get 7
          i32.const -1
          i32.add
          local.set 7
          local.get 0
          local.get 6
          i32.add
          local.set 6
          loop
            local.get 2
            local.get 4
            i32.add
            local.get 6
            i32.load8_u
            i32.store8
            local.get 4
            i32.const 1
            i32.add
            local.set 4
            local.get 7
            i32.eqz
            br_if 1
            local.get 7
            i32.const -1
            i32.add
            local.set 7
            local.get 4
            local.get 3
            i32.lt_u
            br_if 0
          end
        end
        local.get 5
        i32.const 2
        i32.add
        local.tee 5
        i32.const 1
        i32.or
        local.tee 6
        local.get 1
        i32.lt_u
        br_if 0
      end
    end
    local.get 4)
  (data (;0;) (global.get 0) "\00\00\00\00")
  (@custom "dylink.0" (before first) "\01\04\04\02\00\00"))
