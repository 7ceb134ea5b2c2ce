#!/usr/bin/env bash
# Compares diff_artifacts with other tools on real inputs: `run.sh [ROUNDS]`.
set -euo pipefail
cd "$(dirname "$0")/../../.."
work=.build/peers/diff
mkdir -p "$work"
cargo build --quiet --release -p meta-benches --bin diff
node benches/peers/diff/graphql.mjs "$PWD/$work" "${CARGO_TARGET_DIR:-target}/release/diff" "${1:-7}"
