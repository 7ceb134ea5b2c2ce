"""Compares two JSON documents with DeepDiff: `openapi_deepdiff.py BEFORE AFTER`."""

import json
import os
import sys

from deepdiff import DeepDiff
from pointers import join

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from clock import Clock

KINDS = {
    "dictionary_item_added": "added",
    "dictionary_item_removed": "removed",
    "iterable_item_added": "added",
    "iterable_item_removed": "removed",
    "values_changed": "changed",
    "type_changes": "changed",
}


def read(path):
    with open(path) as file:
        return file.read()


def difference(kind, level):
    """Returns one difference with its pointers."""
    told = {"kind": KINDS[kind]}
    if told["kind"] != "added":
        told["before"] = join(level.path(output_format="list"))
    if told["kind"] != "removed":
        told["after"] = join(level.path(output_format="list", use_t2=True))
    return told


texts = [read(path) for path in sys.argv[1:3]]
clock = Clock()
before, after = (json.loads(text) for text in texts)
clock.lap("parse")
found = DeepDiff(before, after, view="tree")
clock.lap("diff")
# It tells them in the order of its hashes.
differences = [difference(kind, level) for kind, levels in found.items() for level in levels]
clock.report(sorted(differences, key=lambda told: (told["kind"], told.get("before", ""), told.get("after", ""))))
