;; RUN: inspect --size %
;;            122  100.0 %  in all
;;
;;   modules, without those in them:
;;             83   68.0 %  lib
;;             39   32.0 %  root
;;
;;   sections:
;;             52   42.6 %  "name"
;;             16   13.1 %  preamble
;;             13   10.7 %  data
;;              9    7.4 %  code
;;              7    5.7 %  export
;;              6    4.9 %  instance
;;              6    4.9 %  type
;;              5    4.1 %  memory
;;              4    3.3 %  module
;;              4    3.3 %  function
;;
;;   functions:
;;              5    4.1 %  lib/long
;;
;;   data segments:
;;              5    4.1 %  lib/text
;; RUN: inspect --size --json % --top 1
;;   {
;;     "bytes": 122,
;;     "modules": [
;;       {
;;         "name": "lib",
;;         "bytes": 83
;;       },
;;       {
;;         "name": "root",
;;         "bytes": 39
;;       }
;;     ],
;;     "sections": [
;;       {
;;         "name": "\"name\"",
;;         "bytes": 52
;;       },
;;       {
;;         "name": "preamble",
;;         "bytes": 16
;;       },
;;       {
;;         "name": "data",
;;         "bytes": 13
;;       },
;;       {
;;         "name": "code",
;;         "bytes": 9
;;       },
;;       {
;;         "name": "export",
;;         "bytes": 7
;;       },
;;       {
;;         "name": "instance",
;;         "bytes": 6
;;       },
;;       {
;;         "name": "type",
;;         "bytes": 6
;;       },
;;       {
;;         "name": "memory",
;;         "bytes": 5
;;       },
;;       {
;;         "name": "module",
;;         "bytes": 4
;;       },
;;       {
;;         "name": "function",
;;         "bytes": 4
;;       }
;;     ],
;;     "functions": [
;;       {
;;         "name": "lib/long",
;;         "bytes": 5
;;       }
;;     ],
;;     "data": [
;;       {
;;         "name": "lib/text",
;;         "bytes": 5
;;       }
;;     ]
;;   }
;; RUN: inspect --size --top x %
;;   mortise: --top must be a number from 0, found "x"
;;   exit 1

(module $app
  (module $lib (func $long (export "f") (nop) (nop) (nop)) (memory 1) (data $text (i32.const 0) "hello"))
  (instance (instantiate $lib)))
