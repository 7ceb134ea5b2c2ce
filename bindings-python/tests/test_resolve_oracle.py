"""Whether packages fit together, and which versions are chosen, compared with `resolvelib` and `packaging`."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from packaging.specifiers import SpecifierSet
from packaging.version import Version
from resolvelib import AbstractProvider, BaseReporter, ResolutionImpossible, Resolver

import meta_core

PACKAGES = ["a", "b", "c", "d", "e"]
Registry = dict[str, dict[str, dict[str, str]]]


class Need(NamedTuple):
    package: str
    specifier: str


class Pinned(NamedTuple):
    package: str
    version: str


class Provider(AbstractProvider[Need, Pinned, str]):
    """All versions of a small registry, the newest first."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    def identify(self, requirement_or_candidate: Need | Pinned) -> str:
        return requirement_or_candidate.package

    def get_preference(
        self,
        identifier: str,
        resolutions: Mapping[str, Pinned],
        candidates: Mapping[str, Iterator[Pinned]],
        information: Mapping[str, Iterator[Any]],
        backtrack_causes: Sequence[Any],
    ) -> Any:
        return identifier

    def find_matches(
        self, identifier: str, requirements: Mapping[str, Iterator[Need]], incompatibilities: Mapping[str, Iterator[Pinned]]
    ) -> Iterable[Pinned]:
        needs = list(requirements[identifier])
        bad = {one.version for one in incompatibilities[identifier]}
        known = sorted(map(Version, self.registry[identifier]), reverse=True)
        fits = [str(one) for one in known if all(SpecifierSet(need.specifier).contains(one, prereleases=True) for need in needs)]
        return [Pinned(identifier, one) for one in fits if one not in bad]

    def is_satisfied_by(self, requirement: Need, candidate: Pinned) -> bool:
        return SpecifierSet(requirement.specifier).contains(candidate.version, prereleases=True)

    def get_dependencies(self, candidate: Pinned) -> Iterable[Need]:
        needs = self.registry[candidate.package][candidate.version]
        return [Need(*one) for one in sorted(needs.items())]


def specifier(pick: random.Random) -> str:
    version = f"{pick.randrange(1, 4)}.{pick.randrange(3)}"
    return pick.choice([f">={version}", f"<{version}", f"=={version}", f"!={version}", f"~={version}", f">={version},<3.0"])


def registry(pick: random.Random) -> Registry:
    versions = [f"{major}.{minor}" for major in (1, 2, 3) for minor in (0, 1, 2)]
    made: Registry = {}
    for place, package in enumerate(PACKAGES):
        made[package] = {}
        for version in pick.sample(versions, pick.randrange(1, 6)):
            others = pick.sample(PACKAGES[:place] + PACKAGES[place + 1 :], pick.choice([0, 0, 1, 2]))
            made[package][version] = {other: specifier(pick) for other in others}
    return made


def holds(made: Registry, chosen: dict[str, str], needs: Iterable[Need]) -> bool:
    own = [Need(*one) for package, version in chosen.items() for one in made[package][version].items()]
    return all(need.package in chosen and SpecifierSet(need.specifier).contains(chosen[need.package]) for need in [*needs, *own])


def can_be(made: Registry, needs: list[Need]) -> bool:
    try:
        Resolver(Provider(made), BaseReporter()).resolve(needs, max_rounds=5000)
    except ResolutionImpossible:
        return False
    return True


def test_resolution() -> None:
    pick = random.Random(11)
    solved = refused = 0
    for number in range(400):
        made = registry(pick)
        needs = [Need(package, specifier(pick)) for package in pick.sample(PACKAGES, pick.randrange(1, 4))]
        artifacts = [
            {
                "project": "p",
                "kind": "service",
                "name": f"s{place}",
                "version": 1,
                "actor": f"agent-{place}",
                "requires": [{"package": need.package, "range": need.specifier, "dialect": "pep440"}],
            }
            for place, need in enumerate(needs)
        ]
        report = meta_core.build_manifest(artifacts=artifacts, config={"packages": {"pep440": made}})
        case = (number, made, needs)
        assert not report["undecided"], case
        if can_be(made, needs):
            solved += 1
            assert report["is_complete"], case
            chosen = {name: one["version"] for name, one in report["scopes"]["runtime"]["pep440"].items()}
            assert holds(made, chosen, needs), (case, chosen)
        else:
            refused += 1
            assert not report["is_complete"], case
            for conflict in report["conflicts"]:
                core = [Need(one["package"], one["range"]) for one in conflict["core"]]
                assert not can_be(made, core), (case, core)
                for place in range(len(core)):
                    assert can_be(made, core[:place] + core[place + 1 :]), (case, core)
    assert solved > 50 and refused > 50, (solved, refused)
