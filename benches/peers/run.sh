#!/usr/bin/env bash
# Compares meta-core with other tools on the same inputs, in one run: `run.sh [ROUNDS]`.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=.build/peers
# shellcheck source=benches/peers/contestants.sh
. benches/peers/contestants.sh
set_up benches/peers "$work"
build_own
cargo build --quiet --release -p meta-benches --bin peer
target/release/peer prepare "$work"
"$work/venv/bin/python" benches/peers/compare.py "$work" "${1:-7}"
