#!/usr/bin/env bash
# Builds the browser package: bindings-wasm/pkg/web (ES module for browsers and bundlers) and
# bindings-wasm/pkg/node (CommonJS, for the tests).
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck disable=SC1091
. .build/wasm/env
CARGO_TARGET_DIR=$PWD/.build/wasm/target cargo build --quiet --release -p meta-core-wasm --target wasm32-unknown-unknown
module=.build/wasm/target/wasm32-unknown-unknown/release/meta_core_wasm.wasm
for kind in web nodejs; do
  .build/wasm/bin/wasm-bindgen --target "$kind" --no-typescript --out-name native \
    --out-dir "bindings-wasm/pkg/$kind" "$module"
done
wasm_opt=node_modules/.bin/wasm-opt
if [ -x "$wasm_opt" ]; then
  "$wasm_opt" -Os --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
    --enable-mutable-globals --enable-reference-types --enable-multivalue \
    bindings-wasm/pkg/web/native_bg.wasm -o .build/wasm/optimised.wasm
  for kind in web nodejs; do cp .build/wasm/optimised.wasm "bindings-wasm/pkg/$kind/native_bg.wasm"; done
fi
