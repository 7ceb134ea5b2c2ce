"""What becomes of Python values on their way in: the same as in every language."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from enum import IntEnum
from pathlib import Path
from typing import Any

import pytest

import meta_core

TABLE = json.loads((Path(__file__).parents[2] / "fixtures/values/table.json").read_text("utf-8"))
ROWS = {row["name"]: row for row in TABLE["values"]}


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth - 1):
        value = [value]
    return value


def itself() -> list[Any]:
    value: list[Any] = []
    value.append(value)
    return value


VALUES: dict[str, Any] = {
    "true": True,
    "false": False,
    "null": None,
    "one": 1,
    "one_as_a_float": 1.0,
    "a_half": 0.5,
    "a_third": 1 / 3,
    "2^53-1": 2**53 - 1,
    "2^53": 2**53,
    "2^53+1": 2**53 + 1,
    "2^63-1": 2**63 - 1,
    "2^63": 2**63,
    "2^64-1": 2**64 - 1,
    "2^64": 2**64,
    "-2^63": -(2**63),
    "-2^63-1": -(2**63) - 1,
    "minus_zero_as_a_float": -0.0,
    "the_least_number": 5e-324,
    "the_greatest_number": 1.7976931348623157e308,
    "beyond_all_numbers": 10**400,
    "text": "a\0é\n😀",
    "empty_text": "",
    "text_that_looks_like_a_number": "1",
    "half_a_character": "\ud800",
    "half_a_character_in_a_key": {"\udc00": 1},
    "nested": {"b": (1, {"c": None}), "a": {}},
    "the_empty_key": {"": 1},
    "key_proto": {"__proto__": 1},
    "98_deep": nested(97),
    "99_deep": nested(98),
    "100_deep": nested(99),
    "deeper_than_any_stack": nested(100_000),
    "nan": math.nan,
    "infinity": -math.inf,
    "itself": itself(),
    "a_key_that_is_no_text": {1: 1},
    "bytes": "a é".encode(),
    "bytes_that_are_no_text": b"\xff",
    "no_form": object(),
}
# What only a text can say.
TEXTS_ONLY = {"minus_zero", "a_key_twice"}


def outcome(operation: str, given: Any) -> Any:
    try:
        report = meta_core.call(operation, given)
    except meta_core.MetaCoreError as error:
        return {"code": error.code, "path": error.path}
    return report["canonical"] if operation == "render_canonical" else report["findings"][0]["message"]


def asked(value: Any) -> dict[str, Any]:
    return {**TABLE["ask"], "context": {"now": "2026-01-01T00:00:00Z", "data": {"v": value}}}


def expected(row: dict[str, Any]) -> Any:
    return row.get("error") or row["canonical"]


def test_every_row_is_tried() -> None:
    assert set(VALUES) | TEXTS_ONLY == set(ROWS)


@pytest.mark.parametrize("name", VALUES)
def test_values(name: str) -> None:
    row = ROWS[name]
    assert outcome("render_canonical", {"document": {"v": VALUES[name]}}) == expected(row)
    if "canonical" in row:
        assert outcome("check_policies", asked(VALUES[name])) == (row.get("seen_error") or row["seen"])


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if "text" in row])
def test_texts(name: str) -> None:
    row = ROWS[name]
    text = '{"document":{"v":%s}}' % row["text"]
    for given in (text, text.encode(), bytearray(text.encode()), memoryview(text.encode())):
        assert outcome("render_canonical", given) == expected(row)
    if "canonical" in row:
        whole = json.dumps(asked("@")).replace('"@"', row["text"])
        assert outcome("check_policies", whole) == (row.get("seen_error") or row["seen"])


def test_documents_may_be_bytes() -> None:
    for document in (b"a: 1", bytearray(b"a: 1"), memoryview(b"a: 1")):
        assert meta_core.render_canonical(document=document)["canonical"] == '{"a":1}'
    catalog = meta_core.Catalog(catalog=b"services: []")
    assert catalog.summary()["services"] == 0


class Tier(IntEnum):
    FIRST = 1


class Name(str):
    pass


def test_kinds_of_numbers_and_texts() -> None:
    value = {"tier": Tier.FIRST, Name("name"): Name("x")}
    assert meta_core.render_canonical(document=value)["canonical"] == '{"name":"x","tier":1}'
    with pytest.raises(meta_core.MetaCoreError, match="`Decimal` has no JSON form"):
        meta_core.render_canonical(document={"a": Decimal(1)})
    with pytest.raises(meta_core.MetaCoreError, match="half a character"):
        meta_core.call_text("render_canonical", "\ud800")


def test_one_value_may_stand_twice() -> None:
    shared = [1]
    assert meta_core.render_canonical(document=[shared, shared])["canonical"] == "[[1],[1]]"
