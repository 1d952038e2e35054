;; RUN: run --dir conformance/cli/wasi::/w examples/wasi/count.wasm /w/virtual.json /w/none
;;   11 31 299 /w/virtual.json
;;   /w/none: cannot be read
;;   exit 1
;; RUN: run --cores native --dir conformance/cli/wasi::/w examples/wasi/count.wasm /w/virtual.json /w/none
;;   11 31 299 /w/virtual.json
;;   /w/none: cannot be read
;;   exit 1

;; A program that clang compiled reads files of a preopened directory.
