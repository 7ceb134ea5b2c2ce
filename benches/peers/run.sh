#!/usr/bin/env bash
# Compares meta-core with other tools on the same inputs, in one run: `run.sh [ROUNDS]`.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=.build/peers
mkdir -p "$work"

if ! cmp -s benches/peers/requirements.txt "$work/venv/requirements.txt"; then
  python3 -m venv --clear "$work/venv"
  "$work/venv/bin/pip" install --quiet -r benches/peers/requirements.txt
  cp benches/peers/requirements.txt "$work/venv/requirements.txt"
fi
npm ci --silent --no-audit --no-fund --prefix benches/peers
[ -x .build/venv/bin/maturin ] || scripts/setup.sh
scripts/build-hosts.sh release
cargo build --quiet --release -p meta-benches --bin peer
target/release/peer prepare "$work"
"$work/venv/bin/python" benches/peers/compare.py "$work" "${1:-7}"
