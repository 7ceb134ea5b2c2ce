#!/usr/bin/env bash
# The stubs say what the extension has, and a strictly typed user of the package type-checks.
set -euo pipefail
cd "$(dirname "$0")/../bindings-python"
../.build/venv/bin/python -m mypy.stubtest meta_core._native --concise
../.build/venv/bin/mypy --strict tests/typed_sample.py python/meta_core
