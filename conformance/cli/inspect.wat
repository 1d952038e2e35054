;; RUN: inspect %
;;   module
;;     import "env": instance
;;       export "memory": memory 1 16
;;     import "libc": instance
;;       export "malloc": func (param i32) (result i32)
;;       export "table": table 1 funcref
;;     import "plugin": module
;;       import "host": instance
;;         export "log": func (param i32 i32)
;;       export "run": func
;;     export "version": global i64
;;     export "main": func (param f32 externref)
;; RUN: inspect % --json
;;   {
;;     "imports": [
;;       {
;;         "module": "env",
;;         "name": "memory",
;;         "kind": "memory",
;;         "type": {
;;           "minimum": 1,
;;           "maximum": 16
;;         }
;;       },
;;       {
;;         "module": "libc",
;;         "kind": "instance",
;;         "type": {
;;           "exports": [
;;             {
;;               "name": "malloc",
;;               "kind": "function",
;;               "type": {
;;                 "parameters": [
;;                   "i32"
;;                 ],
;;                 "results": [
;;                   "i32"
;;                 ]
;;               }
;;             },
;;             {
;;               "name": "table",
;;               "kind": "table",
;;               "type": {
;;                 "element": "funcref",
;;                 "minimum": 1
;;               }
;;             }
;;           ]
;;         }
;;       },
;;       {
;;         "module": "plugin",
;;         "kind": "module",
;;         "type": {
;;           "imports": [
;;             {
;;               "module": "host",
;;               "kind": "instance",
;;               "type": {
;;                 "exports": [
;;                   {
;;                     "name": "log",
;;                     "kind": "function",
;;                     "type": {
;;                       "parameters": [
;;                         "i32",
;;                         "i32"
;;                       ],
;;                       "results": []
;;                     }
;;                   }
;;                 ]
;;               }
;;             }
;;           ],
;;           "exports": [
;;             {
;;               "name": "run",
;;               "kind": "function",
;;               "type": {
;;                 "parameters": [],
;;                 "results": []
;;               }
;;             }
;;           ]
;;         }
;;       }
;;     ],
;;     "exports": [
;;       {
;;         "name": "version",
;;         "kind": "global",
;;         "type": {
;;           "value": "i64",
;;           "mutable": false
;;         }
;;       },
;;       {
;;         "name": "main",
;;         "kind": "function",
;;         "type": {
;;           "parameters": [
;;             "f32",
;;             "externref"
;;           ],
;;           "results": []
;;         }
;;       }
;;     ]
;;   }

(module
  (import "env" "memory" (memory 1 16))
  (import "libc" (instance
    (export "malloc" (func (param i32) (result i32)))
    (export "table" (table 1 funcref))))
  (import "plugin" (module
    (import "host" (instance (export "log" (func (param i32 i32)))))
    (export "run" (func))))
  (global (export "version") i64 (i64.const 3))
  (func (export "main") (param f32 externref)))
