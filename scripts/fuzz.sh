#!/usr/bin/env bash
# Fuzzes one target for some seconds with the stable toolchain: scripts/fuzz.sh TARGET SECONDS [libFuzzer option…].
# What it finds lies in core/fuzz/artifacts/TARGET (docs/guide/fuzzing.md).
set -euo pipefail
cd "$(dirname "$0")/.."
target=${1:?a target of core/fuzz/fuzz_targets} seconds=${2:?seconds}
shift 2
target_dir=$(realpath -m "${CARGO_TARGET_DIR:-core/fuzz/target}")

# What cargo-fuzz passes, but for the sanitizer of addresses: that one needs nightly, and the code is safe.
coverage=(level=4 inline-8bit-counters pc-table trace-compares)
flags='--cfg fuzzing -Cpasses=sancov-module'
for option in "${coverage[@]}"; do flags+=" -Cllvm-args=-sanitizer-coverage-$option"; done
host=$(rustc -vV | sed -n 's/^host: //p')
# With a target named, build scripts and macros have no coverage.
RUSTFLAGS="$flags" cargo build --quiet --release --manifest-path core/fuzz/Cargo.toml --bin "$target" --target "$host" \
  --target-dir "$target_dir"

node scripts/fuzz-seeds.mjs "$target"
cd core/fuzz
mkdir -p "artifacts/$target" "regressions/$target"
exec "$target_dir/$host/release/$target" "corpus/$target" "regressions/$target" -dict="dictionaries/$target.dict" \
  -artifact_prefix="artifacts/$target/" -timeout=20 -rss_limit_mb=2048 -max_len=16384 -max_total_time="$seconds" \
  -print_final_stats=1 "$@"
