#!/usr/bin/env bash
# Builds the command line and the add-ons for Python and Node, with one profile, and installs the
# Python package into the project's environment.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --quiet --profile hosts -p meta-core-cli -p meta-core-node
cp -f "${CARGO_TARGET_DIR:-target}/hosts/libmeta_core_node.so" bindings-node/meta-core.node
VIRTUAL_ENV=$PWD/.build/venv PATH=$PWD/.build/venv/bin:$PATH \
  .build/venv/bin/maturin develop --quiet --profile hosts -m bindings-python/Cargo.toml
