#!/usr/bin/env bash
# Fails when a Cargo.lock lacks something: the ones outside of the workspace are not looked at by its own builds.
set -euo pipefail
cd "$(dirname "$0")/.."
git ls-files '*Cargo.lock' | while read -r lock; do
  if ! told=$(cargo update --quiet --workspace --locked --manifest-path "${lock%.lock}.toml" 2>&1); then
    printf '%s is stale: cargo update --workspace --manifest-path %s\n%s\n' "$lock" "${lock%.lock}.toml" "$told" >&2
    exit 1
  fi
done
