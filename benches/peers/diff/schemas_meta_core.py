"""Compares each pair of schemas with meta-core through Python: `schemas_meta_core.py PAIRS`."""

import json
import os
import sys

import meta_core

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from clock import Clock

with open(sys.argv[1]) as file:
    pairs = [pair for pair in json.load(file) if "before" in pair]
clock = Clock()
answers = []
for pair in pairs:
    report = meta_core.diff_artifacts(
        kind="json-schema", before=pair["before"], after=pair["after"], now="2026-11-21T00:00:00Z"
    )
    answers.append({"name": pair["name"], "report": report})
clock.lap("diff")
clock.report(answers)
