;; RUN: graph % -o %t/graph.mmd
;; RUN: graph % -o %t/graph.dot
;; RUN: graph % -o %t/graph.svg
;; RUN: graph % -o %t/graph.html --depth 1
;; RUN: graph % -o %t/graph.png
;;   mortise: %t/graph.png: a picture is one of .svg, .html, .mmd, .dot, by the name of its file
;;   exit 1
;; RUN: graph % -o %t/graph.svg --depth none
;;   mortise: --depth must be a number from 1, found "none"
;;   exit 1
;; RUN: graph nowhere.wasm
;;   mortise: nowhere.wasm: no such file
;;   exit 1

(module $app
  (module $lib (func (export "f")))
  (instance (export "lib") (instantiate $lib)))
