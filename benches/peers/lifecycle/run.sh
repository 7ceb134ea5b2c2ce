#!/usr/bin/env bash
# Compares lifecycles with state machines and a resolver of packages, in Python and Node: `run.sh [ROUNDS]`.
#
# Fails when contestants answer differently. What takes part is in manifest.json. META_CORE_PYTHON names a Python that has
# the module installed, and takes the build's place; the module for Node must stand in its folder then.
set -euo pipefail
cd "$(dirname "$0")/../../.."
work=.build/peers/lifecycle
here=benches/peers/lifecycle
# shellcheck source=benches/peers/contestants.sh
. benches/peers/contestants.sh
set_up "$here" "$work"
if [ -z "${META_CORE_PYTHON:-}" ]; then
  build_own
fi
python3 "$here/prepare.py" "$work"
python3 "$here/compare.py" "$work" "${1:-5}"
