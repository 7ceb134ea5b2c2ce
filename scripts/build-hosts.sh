#!/usr/bin/env bash
# Builds the command line and the add-ons for Python and Node, with one profile (`hosts`, or the one
# that is named), and installs the Python package into the project's environment.
set -euo pipefail
cd "$(dirname "$0")/.."
profile=${1:-hosts}
cargo build --quiet --profile "$profile" -p meta-core-cli -p meta-core-node
cp -f "${CARGO_TARGET_DIR:-target}/$profile/libmeta_core_node.so" bindings-node/meta-core.node
VIRTUAL_ENV=$PWD/.build/venv PATH=$PWD/.build/venv/bin:$PATH \
  .build/venv/bin/maturin develop --quiet --profile "$profile" -m bindings-python/Cargo.toml
