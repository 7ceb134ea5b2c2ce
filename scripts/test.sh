#!/usr/bin/env bash
# Runs every test of every host, prints the runners' own closing lines, and fails when any failed.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=()

step() {
  local name=$1; shift
  printf '\n== %s\n' "$name"
  "$@" || failed+=("$name")
}

mkdir -p .build
# The same cases in every run, so that a run says something about the change at hand; `cargo test` alone takes
# new ones each time.
export PROPTEST_RNG_SEED=20261121
step 'Rust' cargo test --quiet --no-fail-fast --workspace --exclude bindgen
step 'build of the hosts' scripts/build-hosts.sh
step 'build for the browser' scripts/build-wasm.sh
step 'build of the pages' scripts/build-page.sh
step 'Command line' node --test --test-reporter=./scripts/reporter.mjs cli/tests/fixtures.test.mjs
step 'Python' .build/venv/bin/pytest -q bindings-python/tests
step 'Python types' scripts/test-python-types.sh
step 'Node' node --test --test-reporter=./scripts/reporter.mjs bindings-node/test/*.test.mjs
step 'TypeScript' node_modules/.bin/tsc --project bindings-node/test
step 'TypeScript for the browser' node_modules/.bin/tsc --project bindings-wasm/test
step 'WebAssembly under Node' node --test --test-reporter=./scripts/reporter.mjs bindings-wasm/test/*.test.mjs
step 'Browser' node scripts/browser-test.mjs
step 'size for the browser' node scripts/check-wasm-size.mjs
step 'WebAssembly as it is published' env META_CORE_WASM=.build/wasm/size/web.wasm \
  META_CORE_WASM_CORE=.build/wasm/size/core.wasm \
  node --test --test-reporter=./scripts/reporter.mjs bindings-wasm/test/{fixtures,core}.test.mjs

if [ "${#failed[@]}" -gt 0 ]; then
  printf '\nFAILED: %s\n' "${failed[*]}"
  exit 1
fi
printf '\nall steps passed\n'
