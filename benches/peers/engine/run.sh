#!/usr/bin/env bash
# Compares policies with other engines of rules, on one policy, in Rust, Python and Node: `run.sh [ROUNDS]`.
#
# Fails when a contestant counts otherwise than the oracle. What takes part is in manifest.json. META_CORE_PYTHON names
# a Python that has the module installed, and takes the build's place; the module for Node must stand in its folder then.
set -euo pipefail
cd "$(dirname "$0")/../../.."
work=.build/peers/engine
here=benches/peers/engine
# shellcheck source=benches/peers/contestants.sh
. benches/peers/contestants.sh
set_up "$here" "$work"
if [ -z "${META_CORE_PYTHON:-}" ]; then
  build_own
fi
target=${CARGO_TARGET_DIR:-$PWD/$work/target}
cargo build --quiet --release --locked --target-dir "$target" --manifest-path "$here/rust/Cargo.toml"
export ENGINE_PEERS="$target/release/engine-peers"

sizes=$(python3 -c 'import json, sys; print(*json.load(sys.stdin)["sizes"])' <"$here/manifest.json")
# shellcheck disable=SC2086
"$ENGINE_PEERS" prepare "$work" $sizes
python3 "$here/compare.py" "$work" "${1:-5}"
