"""The host lends its clock: evaluations end in time, and tell how long they took."""

from __future__ import annotations

import time

import meta_core

POLICY = """/*---
id: own/endless
title: a loop without end
why: it matters
fix: mend it
---*/
fn gate(subject, ctx) {
    let n = 0;
    while true { n += 1; }
}
"""
NOW = "2026-01-01T00:00:00Z"


def test_an_evaluation_ends_in_time() -> None:
    limits = {"operations": 10**15}
    policies = meta_core.PolicySet(files={"a.rhai": POLICY}, limits=limits)
    catalog = meta_core.Catalog(catalog={"services": []})
    start = time.monotonic()
    report = policies.evaluate(catalog, now=NOW, timeout_ms=50, subjects={"gate": [{"name": "r1"}, {"name": "r2"}]})
    assert time.monotonic() - start < 5
    assert {finding["code"] for finding in report["findings"]} == {"policy/limit_exceeded"}
    assert all("the time that the host gave" in finding["message"] for finding in report["findings"])
    assert [gate["verdict"] for gate in report["gates"]] == ["denied", "denied"]


def test_phases_are_timed_on_request() -> None:
    policies = meta_core.PolicySet(files={"a.rhai": POLICY.replace("while true", "while n < 5")})
    catalog = meta_core.Catalog(catalog={"services": []})
    plain = policies.evaluate(catalog, now=NOW)
    assert "timings" not in plain
    timed = policies.evaluate(catalog, now=NOW, timings=True)
    timings = timed.pop("timings")
    assert timed == plain
    assert set(timings) == {"compile_ms", "parse_ms", "facts_ms", "evaluate_ms", "settle_ms"}
    assert all(value >= 0 for value in timings.values())
