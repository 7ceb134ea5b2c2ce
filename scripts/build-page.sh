#!/usr/bin/env bash
# Builds the pages to bindings-wasm/dist, for any static host. The modules must be built already.
set -euo pipefail
cd "$(dirname "$0")/.."
node_modules/.bin/tsc --project bindings-wasm/web
node_modules/.bin/vite build --config bindings-wasm/web/vite.config.js --logLevel warn
