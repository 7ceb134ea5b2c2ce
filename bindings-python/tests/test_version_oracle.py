"""Versions and specifiers of Python, compared with `packaging` itself."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

import pytest
from packaging.specifiers import InvalidSpecifier, Specifier, SpecifierSet
from packaging.version import InvalidVersion, Version

import meta_core

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts" / "version-oracle"))
import pep440_cases as cases  # noqa: E402

DIALECT = "pep440"
GRID = cases.grid()
# Numbers from here on are refused: places are counted in 64 bits.
LARGEST = 2**64 - 1


def none(differences: list[Any]) -> None:
    assert not differences, f"{len(differences)} differ:\n" + "\n".join(map(repr, differences[:40]))


def parsed(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:
        return None


def specified(text: str) -> SpecifierSet | None:
    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        return None


def numbers_of(one: Version) -> list[int]:
    pre = one.pre[1] if one.pre else 0
    return [one.epoch, *one.release, pre, one.post or 0, one.dev or 0]


def test_versions() -> None:
    pick = random.Random(1)
    texts = [cases.odd_version(pick) for _ in range(3000)] + [cases.version(pick) for _ in range(1000)]
    report = meta_core.validate_version(dialect=DIALECT, versions=texts)["versions"]
    differences = []
    for text, ours in zip(texts, report, strict=True):
        theirs = parsed(text)
        if theirs and max(numbers_of(theirs)) >= LARGEST:
            assert not ours["valid"], ours
            continue
        wanted = theirs and (str(theirs), theirs.is_prerelease, theirs.epoch, list(theirs.release), theirs.post, theirs.dev, theirs.local)
        got = None
        if ours["valid"]:
            python = ours["parts"]["python"]
            fields = (python.get(name) for name in ("epoch", "release", "post", "dev", "local"))
            got = (ours["canonical"], ours["is_prerelease"], *fields)
        if wanted != got:
            differences.append((text, wanted, got))
    none(differences)


def normal(one: Specifier) -> str:
    if one.operator == "===":
        return f"==={one.version}"
    bare = one.version.removesuffix(".*")
    return f"{one.operator}{Version(bare)}{'.*' if bare != one.version else ''}"


SPECIFIERS = [cases.specifier(pick) for pick in [random.Random(2)] for _ in range(4000)]


def too_large(one: Specifier) -> bool:
    version = parsed(one.version.removesuffix(".*"))
    return one.operator != "===" and version is not None and max(numbers_of(version)) >= LARGEST


def test_specifiers() -> None:
    report = meta_core.validate_range(dialect=DIALECT, ranges=SPECIFIERS)["ranges"]
    assert sum(one["valid"] for one in report) > 1500
    differences = []
    for text, ours in zip(SPECIFIERS, report, strict=True):
        theirs = specified(text)
        if theirs is not None and any(too_large(one) for one in theirs):
            assert not ours["valid"], text
            continue
        # A text after `===` that is no version can be met by no version; there it counts as met by itself.
        wanted = theirs and (
            ",".join(sorted({normal(one) for one in theirs})),
            theirs.is_unsatisfiable() or any(parsed(one.version) is None for one in theirs if one.operator == "==="),
        )
        got = (ours["meaning"]["canonical"], ours["meaning"]["unsatisfiable"]) if ours["valid"] else None
        if wanted != got:
            differences.append((text, wanted, got))
    none(differences)


def test_without_prereleases() -> None:
    texts = [text for text in SPECIFIERS if "===" not in text and specified(text) is not None]
    report = meta_core.validate_range(dialect=DIALECT, ranges=texts, prereleases=False)["ranges"]
    differences = []
    for text, ours in zip(texts, report, strict=True):
        if not ours["valid"]:
            continue
        wanted = SpecifierSet(text, prereleases=False).is_unsatisfiable()
        if wanted != ours["meaning"]["unsatisfiable"]:
            differences.append((text, wanted, ours))
    none(differences)


@pytest.mark.parametrize("prereleases", [None, True, False])
def test_choose(prereleases: bool | None) -> None:
    pick = random.Random(3)
    differences = []
    for text in SPECIFIERS:
        theirs = specified(text)
        if theirs is None or any(too_large(one) for one in theirs):
            continue
        versions = [cases.version(pick) for _ in range(20)] + pick.sample(GRID, 40)
        versions = list(dict.fromkeys(versions))
        given = {"versions": versions, "range": text, "prereleases": prereleases}
        ours = meta_core.choose_version(dialect=DIALECT, **given)
        wanted = sorted(theirs.filter(versions, prereleases=prereleases), key=versions.index)
        highest = max(wanted, key=Version, default=None)
        if wanted != ours["admitted"] or (highest is None) != (ours["chosen"] is None):
            differences.append((text, wanted, ours["admitted"]))
        elif highest is not None and Version(highest) != Version(ours["chosen"]):
            differences.append((text, highest, ours["chosen"]))
    none(differences)


def test_order() -> None:
    pick = random.Random(4)
    differences = []
    for _ in range(4000):
        before, after = cases.version(pick), cases.version(pick)
        ours = meta_core.diff_versions(dialect=DIALECT, before=before, after=after)["order"]
        left, right = Version(before), Version(after)
        wanted = "less" if left < right else "greater" if left > right else "equal"
        if wanted != ours:
            differences.append((before, after, wanted, ours))
    none(differences)


def test_relations() -> None:
    pick = random.Random(5)
    differences = []
    for _ in range(5000):
        before, after = cases.plain_specifier(pick), cases.plain_specifier(pick)
        left, right = SpecifierSet(before), SpecifierSet(after)
        one, two = left.to_range(), right.to_range()
        ours = meta_core.diff_ranges(dialect=DIALECT, before=before, after=after)
        wanted = (not one.is_disjoint(two), one.is_subset(two), two.is_subset(one))
        got = (ours["intersects"], ours["subset"], ours["superset"])
        if wanted != got:
            differences.append((before, after, wanted, got, ours))
        for key, inside in (("in_both", (True, True)), ("only_before", (True, False)), ("only_after", (False, True))):
            if ours[key] is not None:
                actual = tuple(side.contains(ours[key], prereleases=True) for side in (left, right))
                if actual != inside:
                    differences.append((before, after, key, ours[key], actual))
    none(differences)


def test_steps_go_up() -> None:
    pick = random.Random(6)
    steps = ["major", "minor", "patch", "premajor", "preminor", "prepatch", "prerelease", "release", "post"]
    taken = 0
    for _ in range(4000):
        version, by = cases.version(pick), pick.choice(steps)
        identifier = pick.choice([None, "a", "beta", "rc", "dev"]) if by.startswith("pre") else None
        try:
            given = {"version": version, "by": by, "identifier": identifier}
            next_one = Version(meta_core.advance_version(dialect=DIALECT, **given)["version"])
        except meta_core.MetaCoreError as error:
            assert error.path in ("/version", "/identifier"), (version, by, identifier)
            continue
        taken += 1
        assert next_one > Version(version), (version, by, identifier, str(next_one))
        assert next_one.is_prerelease == by.startswith("pre"), (version, by, identifier, str(next_one))
        assert next_one.is_postrelease or by != "post", (version, by, str(next_one))
    assert taken > 2500
