"""The examples of the front page and of the guide are what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import meta_core

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/guide/workspace.md").read_text()


def blocks(text: str, language: str) -> list[str]:
    found = re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert found, language
    return found


@pytest.mark.parametrize("code", blocks((ROOT / "README.md").read_text(), "python"))
def test_front_page(code: str) -> None:
    exec(compile(code, "README.md", "exec"), {})


@pytest.mark.parametrize("text", blocks(GUIDE, "yaml"))
def test_guide(text: str) -> None:
    place = "manifests/x.yaml" if text.startswith("name:") else "config/rules.yaml"
    report = meta_core.check_platform(files={place: text}, now="2025-10-06T00:00:00Z")
    codes = [finding["code"] for finding in report["findings"]]
    assert not [code for code in codes if code.startswith("document/")], report["findings"]
    assert "exception/unknown_code" not in codes


POLICIES = (ROOT / "docs/guide/policies.md").read_text()


def test_guide_of_policies() -> None:
    policy, _ = blocks(POLICIES, "rhai")
    (pack,) = blocks(POLICIES, "yaml")
    code, _, _ = blocks(POLICIES, "python")
    service = {
        "name": "gateway",
        "repo": "https://git.example/gateway",
        "domain": "access",
        "version": "1.0.0",
        "maturity": "stable",
        "dependencies": {"internal": [], "external": ["mongodb", "redis"]},
    }
    scope = {"text": policy, "index": {"services": [service]}}
    exec(compile(code, "policies.md", "exec"), scope)
    (finding,) = scope["report"]["findings"]
    assert finding["message"] == "mongodb is not on the list"

    files = {"unlisted.rhai": policy, "pack.yaml": pack}
    report = meta_core.PolicySet(files=files).evaluate(scope["catalog"], now="2026-01-01T00:00:00Z")
    (finding,) = [one for one in report["findings"] if one["code"] == "supply/unlisted_technology"]
    assert finding["suppression"]["owner"] == "team-edge"
    modes = {used["id"]: used["mode"] for used in report["policies"]}
    assert modes == {"quality/low_coverage": "shadow", "supply/unlisted_technology": "deny"}


def test_policies_in_the_check_and_by_their_effect() -> None:
    policy, weigh = blocks(POLICIES, "rhai")
    _, check, effect = blocks(POLICIES, "python")
    specs = "specs: {prices-api: {versions: [{version: 1.0.0}, {version: 1.1.0}]}}"
    service = {
        "name": "gateway",
        "repo": "https://git.example/gateway",
        "domain": "access",
        "version": "1.0.0",
        "maturity": "stable",
        "tier": 1,
        "api_dependencies": ["prices-api@1.0.0"],
        "dependencies": {"internal": [], "external": ["mongodb"]},
    }
    files = {"manifests/gateway.yaml": service, "catalog/spec-index.yaml": specs}
    exec(compile(check, "policies.md", "exec"), {"meta_core": meta_core, "files": files, "weigh": weigh})
    scope = {"meta_core": meta_core, "text": policy, "index": {"services": [service]}}
    exec(compile(effect, "policies.md", "exec"), scope)


LIFECYCLE = (ROOT / "docs/guide/lifecycle.md").read_text()


def test_guide_of_state_machines() -> None:
    (machine,) = blocks(LIFECYCLE, "yaml")
    (code,) = blocks(LIFECYCLE, "python")
    report = meta_core.check_machine(machine=machine)
    assert report["usable"] and not report["findings"], report["findings"]
    exec(compile(code, "lifecycle.md", "exec"), {"machine": machine})


PROJECTS = (ROOT / "docs/guide/projects.md").read_text()


def test_guide_of_projects() -> None:
    scope = {}
    for code in blocks(PROJECTS, "python"):
        exec(compile(code, "projects.md", "exec"), scope)
    assert scope["state"] == scope["lifecycle"].state()


AUDIT = (ROOT / "docs/guide/audit.md").read_text()


def test_guide_of_audit_trails() -> None:
    scope = {}
    for code in blocks(AUDIT, "python"):
        exec(compile(code, "audit.md", "exec"), scope)
    assert scope["verdict"]["head"]["size"] == 2


CONFLICTS = (ROOT / "docs/guide/conflicts.md").read_text()


@pytest.mark.parametrize("code", blocks(CONFLICTS, "python"))
def test_guide_of_conflicts(code: str) -> None:
    exec(compile(code, "conflicts.md", "exec"), {})
