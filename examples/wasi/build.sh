#!/bin/sh
# Compiles the programs of this folder (Debian: clang lld wasi-libc libclang-rt-dev-wasm32).
set -eu
cd "$(dirname "$0")"
for program in count tidy; do
  clang --target=wasm32-wasi -Oz -ftls-model=local-exec -Wl,--strip-all -Wl,-z,stack-size=32768 -o "$program.wasm" "$program.c"
done
