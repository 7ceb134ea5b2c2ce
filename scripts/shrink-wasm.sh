#!/usr/bin/env bash
# Runs the optimiser of binaryen: FROM, TO. `-O1` and no more: `-Os` makes the module a little smaller, but 10 %
# larger when it is compressed, which is how it is downloaded, and takes four times as long.
set -euo pipefail
cd "$(dirname "$0")/.."
node_modules/.bin/wasm-opt -O1 --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
  --enable-mutable-globals --enable-reference-types --enable-multivalue "$1" -o "$2"
