#!/usr/bin/env bash
# Builds the browser package: the ES module in bindings-wasm/pkg/web, for browsers, bundlers and Node.
# `--smallest` also runs the optimiser of binaryen.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --quiet -p bindgen
(
  # shellcheck disable=SC1091
  . .build/wasm/env
  CARGO_TARGET_DIR=$PWD/.build/wasm/target \
    cargo build --quiet --profile wasm -p meta-core-wasm --target wasm32-unknown-unknown
)
"${CARGO_TARGET_DIR:-target}/debug/bindgen" \
  .build/wasm/target/wasm32-unknown-unknown/wasm/meta_core_wasm.wasm bindings-wasm/pkg/web
[ "${1:-}" = --smallest ] || exit 0
# Two minutes for a third less to download: for what is published, not for tests.
module=bindings-wasm/pkg/web/native_bg.wasm
node_modules/.bin/wasm-opt -Os --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
  --enable-mutable-globals --enable-reference-types --enable-multivalue "$module" -o "$module"
