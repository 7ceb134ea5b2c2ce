#!/usr/bin/env bash
# Installs what building and testing needs beyond Rust, Node and Python. Quick when it is there.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p .build

# Python tools, in an environment of their own; renewed when their list changes.
if ! cmp -s scripts/requirements.txt .build/venv/requirements.txt; then
  python3 -m venv --clear .build/venv
  .build/venv/bin/pip install --quiet -r scripts/requirements.txt
  cp scripts/requirements.txt .build/venv/requirements.txt
fi

# Node tools.
if ! cmp -s package-lock.json node_modules/.installed-lock; then
  npm ci --silent --no-audit --no-fund
  cp package-lock.json node_modules/.installed-lock
fi

# A browser.
if ! [ -x /usr/bin/chromium ] && ! [ -x /usr/bin/chromium-browser ] && ! [ -x /usr/bin/google-chrome ]; then
  if [ "$(id -u)" != 0 ]; then echo "setup: install Chromium, for the browser tests" >&2; exit 1; fi
  DEBIAN_FRONTEND=noninteractive apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium >/dev/null
fi

scripts/setup-wasm.sh
