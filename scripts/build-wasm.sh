#!/usr/bin/env bash
# Builds the browser package: the ES modules in bindings-wasm/pkg, for browsers, bundlers and Node: `web` has every
# operation, `core` all but those of policies, `diff` what compares artifacts. `--smallest` also runs the optimiser of binaryen.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --quiet -p bindgen
bindgen=${CARGO_TARGET_DIR:-target}/debug/bindgen

build() {
  local folder=bindings-wasm/pkg/$1; shift
  (
    # shellcheck disable=SC1091
    . .build/wasm/env
    CARGO_TARGET_DIR=$PWD/.build/wasm/target \
      cargo build --quiet --profile wasm -p meta-core-wasm --target wasm32-unknown-unknown "$@"
  )
  "$bindgen" .build/wasm/target/wasm32-unknown-unknown/wasm/meta_core_wasm.wasm "$folder"
}

build web
build core --no-default-features --features core
build diff --no-default-features
[ "${1:-}" = --smallest ] || exit 0
# A minute each, for what is published and not for tests.
for module in bindings-wasm/pkg/{web,core,diff}/native_bg.wasm; do
  scripts/shrink-wasm.sh "$module" "$module"
done
