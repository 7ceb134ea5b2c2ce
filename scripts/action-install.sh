#!/usr/bin/env bash
# Builds meta-core from the source beside this script, unless the program is there already.
set -euo pipefail
if command -v meta-core >/dev/null; then
  meta-core --version
  exit 0
fi
target="${RUNNER_TEMP:-/tmp}/meta-core"
cargo install --locked --quiet --path "$META_CORE_SOURCE/cli" --root "$target"
echo "$target/bin" >>"$GITHUB_PATH"
