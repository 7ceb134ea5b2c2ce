"""Compares two documents with meta-core through Python: `meta_core_python.py KIND BEFORE AFTER`."""

import os
import sys

import meta_core

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from clock import Clock


def document(path):
    with open(path) as file:
        return {"path": path, "text": file.read()}


kind, *paths = sys.argv[1:]
before, after = (document(path) for path in paths)
clock = Clock()
report = meta_core.diff_artifacts(kind=kind, before=before, after=after, now="2026-11-21T00:00:00Z")
clock.lap("diff")
clock.report({"report": report})
