"""Every shared fixture, through Python: the same bytes as everywhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import meta_core

FIXTURES = Path(__file__).parents[2] / "fixtures"
OPERATIONS = {row["name"] for row in meta_core.list_operations()["operations"]}
CASES = sorted(path for path in FIXTURES.glob("*/*.json") if path.parent.name in OPERATIONS)


def expand(value: dict[str, Any]) -> dict[str, Any]:
    """Replaces `"workspace": NAME` by the files of the folder `fixtures/NAME`."""
    value = dict(value)
    name = value.pop("workspace", None)
    if name is not None:
        root = FIXTURES / name
        found = [p for p in root.rglob("*") if p.suffix in {".yaml", ".yml", ".json"}]
        value["files"] = {p.relative_to(root).as_posix(): p.read_bytes().decode() for p in found}
    return value


def canonical(value: Any) -> str:
    report = meta_core.render_canonical(document=json.dumps(value))
    return report["canonical"]


def test_there_are_cases() -> None:
    assert len(CASES) > 10


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_fixture(path: Path) -> None:
    case = json.loads(path.read_text())
    name, given = path.parent.name, expand(case["input"])
    if "error" in case:
        check_error(case["error"], lambda: meta_core.call(name, given))
        return
    text = meta_core.call_text(name, json.dumps(given))
    assert canonical(json.loads(text)) == canonical(case["report"])
    # The typed function returns what the text form returns.
    assert getattr(meta_core, name)(**given) == json.loads(text)


HANDLES = sorted((FIXTURES / "handles").glob("*/*.json"))


@pytest.mark.parametrize("path", HANDLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_handle(path: Path) -> None:
    case = json.loads(path.read_text())
    prepare = getattr(meta_core, path.parent.name)
    if "error" in case:
        check_error(case["error"], lambda: prepare(**case["open"]))
        return
    # The typed functions return what the text form returns. Questions may change what is asked: each form has its own.
    handle, typed = prepare(**case["open"]), prepare(**case["open"])
    for call in case["calls"]:
        second = call.get("with")
        other = second and getattr(meta_core, second["handle"])(**second["open"])
        if "error" in call:
            check_error(call["error"], lambda: handle.call(call["method"], call["input"], other))  # noqa: B023
            continue
        ask = getattr(typed, call["method"])
        text = handle.call_text(call["method"], json.dumps(call["input"]), other)
        assert canonical(json.loads(text)) == canonical(call["report"])
        given = [other] if other else []
        assert ask(*given, **call["input"]) == json.loads(text)


def check_error(expected: dict[str, Any], answer: Callable[[], object]) -> None:
    with pytest.raises(meta_core.MetaCoreError) as caught:
        answer()
    for field, value in expected.items():
        assert getattr(caught.value, field) == value, field
