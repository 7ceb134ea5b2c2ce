"""Validates a service index with meta-core through Python: schema, entries, and entries together."""

import sys

import meta_core
from clock import Clock

clock = Clock()
with open(sys.argv[1]) as file:
    text = file.read()
# The schema is compiled at the first call.
clock.start()
meta_core.validate_catalog(index="services: []", now="2025-10-06T00:00:00Z")
clock.lap("compile")
report = meta_core.validate_catalog(index=text, now="2025-10-06T00:00:00Z")
clock.lap("check")
faults = [finding for finding in report["findings"] if finding["code"].startswith("document/")]
broken = sorted({int(fault["location"]["pointer"].split("/")[2]) for fault in faults})
clock.report({"errors": len(faults), "broken": broken})
