#!/usr/bin/env bash
# Compares diff_artifacts with other tools on real inputs, in time, memory and change by change: `run.sh [ROUNDS]`.
#
# META_CORE_PYTHON names a Python that has the module installed, and takes the build's place; the module for Node
# must stand in its folder then.
set -euo pipefail
cd "$(dirname "$0")/../../.."
work=.build/peers/diff
here=benches/peers/diff
# shellcheck source=benches/peers/contestants.sh
. benches/peers/contestants.sh
set_up "$here" "$work"
if [ -z "${META_CORE_PYTHON:-}" ]; then
  build_own
  cargo build --quiet --release -p meta-benches --bin diff
  export META_CORE_DIFF="${CARGO_TARGET_DIR:-target}/release/diff"
fi

# The package unpacks to half a gigabyte, of which one file is wanted.
description() {
  [ -s "$work/$2.json" ] && return
  npm pack --silent --pack-destination "$work" "@octokit/openapi@$1" >/dev/null
  tar -xzOf "$work/octokit-openapi-$1.tgz" package/generated/api.github.com.json >"$work/$2.part"
  mv "$work/$2.part" "$work/$2.json"
  rm "$work/octokit-openapi-$1.tgz"
}
description 22.0.0 before
description 23.0.2 after
for side in before after; do
  cp "$here/node_modules/github-$side/schema.graphql" "$work/$side.graphql"
done
python3 "$here/components.py" "$work/before.json" "$work/after.json" "$work/pairs.json"

rm -rf "$work/answers"
python3 "$here/compare.py" "$work" "${1:-7}" | tee "$work/times.md"

# Every peer is compared, so that one run shows all that has no explanation.
failed=0
agree() {
  python3 "$here/agree_$1.py" "$2" "$work" | tee -a "$work/agreement.md" || failed=1
}
: >"$work/agreement.md"
agree structural jsondiffpatch
agree structural deepdiff
agree openapi api-smart-diff
agree graphql "graphql-js 16"
agree graphql "graphql-js 17"
agree graphql graphql-inspector
agree schemas jsonsubschema
exit "$failed"
