#!/usr/bin/env bash
# The GitHub Action: compares, annotates the lines of the pull request, writes a summary and outputs, and
# ends with the status of the comparison.
set -uo pipefail
report="${INPUT_REPORT:-}"
[ -n "$report" ] || report="${RUNNER_TEMP:-/tmp}/meta-core-diff.json"

# A branch that was pushed for the first time has no commit before.
if [[ "${INPUT_BASE:-}" =~ ^0*$ ]]; then
  echo '::notice title=Semantic diff::there is no version before to compare with'
  exit 0
fi

arguments=("--base=$INPUT_BASE" "--fail-on=${INPUT_FAIL_ON:-breaking}")
[ -n "${INPUT_HEAD:-}" ] && arguments+=("--head=$INPUT_HEAD")
[ -n "${INPUT_KIND:-}" ] && arguments+=("--kind=$INPUT_KIND")
[ -n "${INPUT_RULES:-}" ] && arguments+=("--rules=$INPUT_RULES")
[ -n "${INPUT_CONSUMERS:-}" ] && arguments+=("--consumers=$INPUT_CONSUMERS")
[ "${INPUT_MERGE_BASE:-false}" = true ] && arguments+=(--merge-base)
arguments+=(--)
while IFS= read -r path; do
  [ -n "$path" ] && arguments+=("$path")
done <<<"${INPUT_PATHS:-}"

meta-core diff --format json --output "$report" "${arguments[@]}"
status=$?
if [ "$status" -gt 1 ]; then
  echo '::error title=Semantic diff::the comparison failed; the log says why'
  exit "$status"
fi

# Compared once; the other forms are written from the report.
meta-core render "$report" --format github || exit 2
meta-core render "$report" --format md >>"${GITHUB_STEP_SUMMARY:-/dev/null}" || exit 2
{
  sed -n '/^  "summary": {/,/^  }/s/^    "\([a-z]*\)": \([0-9]*\),\{0,1\}$/\1=\2/p' "$report"
  sed -n 's/^  "required_bump": "\([a-z]*\)",\{0,1\}$/required-bump=\1/p' "$report"
  echo "report=$report"
} >>"${GITHUB_OUTPUT:-/dev/null}"
exit "$status"
