#!/usr/bin/env bash
# Makes a module small for download: FROM, TO. First what only panics need is taken out, then the optimiser of binaryen
# runs, for size, but with almost no inlining: that would make the module smaller, and larger when it is compressed.
set -euo pipefail
cd "$(dirname "$0")/.."
trimmed=$(mktemp)
trap 'rm -f "$trimmed"' EXIT
node scripts/trim-wasm.mjs "$1" "$trimmed"
node_modules/.bin/wasm-opt -Os --always-inline-max-function-size 1 --flexible-inline-max-function-size 1 \
  --one-caller-inline-max-function-size 1 --reorder-functions-by-name \
  --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals \
  --enable-reference-types --enable-multivalue "$trimmed" -o "$2"
