"""Misuse ends in a typed error that says where and what to do."""

from __future__ import annotations

import doctest
import math
from collections import OrderedDict
from types import MappingProxyType

import pytest

import meta_core


def test_error_carries_its_fields() -> None:
    with pytest.raises(meta_core.MetaCoreError) as caught:
        meta_core.render_canonical(document="a: 1\na: 2\n")
    error = caught.value
    assert (error.code, error.line, error.column) == ("input_invalid", 2, 1)
    assert error.path == "/document/a"
    assert "first at 1:1" in error.message
    assert error.help
    assert isinstance(error, ValueError)


@pytest.mark.parametrize("value", [math.nan, math.inf, {1: "x"}, {"a": {2: 3}}, object()])
def test_what_json_cannot_say_is_refused(value: object) -> None:
    with pytest.raises(meta_core.MetaCoreError) as caught:
        meta_core.render_canonical(document={"a": value})
    assert caught.value.code == "input_invalid"


def test_cycles_are_refused() -> None:
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises((meta_core.MetaCoreError, RecursionError)):
        meta_core.render_canonical(document=loop)


def test_unknown_operation_suggests() -> None:
    with pytest.raises(meta_core.MetaCoreError) as caught:
        meta_core.call("render_canonica", {})
    assert caught.value.code == "operation_unknown"
    assert caught.value.help == "did you mean `render_canonical`?"


def test_mappings_and_none() -> None:
    document = MappingProxyType(OrderedDict(a=MappingProxyType({"b": (1, 2)})))
    assert meta_core.render_canonical(document=document)["canonical"] == '{"a":{"b":[1,2]}}'
    assert meta_core.list_operations()["version"] == meta_core.__version__


def test_functions_are_the_table() -> None:
    names = {row["name"] for row in meta_core.list_operations()["operations"]}
    assert names == set(meta_core.operations.__all__)
    for name in names:
        assert getattr(meta_core, name).__doc__


def test_readme_of_the_package() -> None:
    failed, run = doctest.testmod(meta_core)
    assert run > 0 and failed == 0


def test_types_can_be_read_at_run_time() -> None:
    from meta_core import types

    assert types.Verdict.__required_keys__ >= {"pass", "reasons"}
    assert types.CutEdge.__required_keys__ == {"from", "to"}
