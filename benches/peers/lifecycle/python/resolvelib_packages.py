"""resolvelib, the resolver of pip, with versions and ranges of `packaging`."""

import functools

import inputs
from packaging.specifiers import SpecifierSet
from packaging.version import Version
from resolvelib import AbstractProvider, BaseReporter, ResolutionImpossible, Resolver

clock = inputs.Clock()
packages = inputs.read("packages.json")
listed = packages["listed"]
newest_first = {
    name: sorted(versions, key=Version, reverse=True) for name, versions in listed.items()
}


@functools.cache
def admitted(name, asked):
    return frozenset(SpecifierSet(asked).filter(newest_first[name]))


class Provider(AbstractProvider):
    """A requirement is a name and a range, a candidate a name and a version."""

    def identify(self, requirement_or_candidate):
        return requirement_or_candidate[0]

    def get_preference(self, identifier, resolutions, candidates, information, backtrack_causes):
        causes = {self.identify(cause.requirement) for cause in backtrack_causes}
        return (identifier not in causes, identifier)

    def find_matches(self, identifier, requirements, incompatibilities):
        bad = {version for _, version in incompatibilities[identifier]}
        sets = [admitted(*requirement) for requirement in requirements[identifier]]
        return [
            (identifier, version)
            for version in newest_first[identifier]
            if version not in bad and all(version in one for one in sets)
        ]

    def is_satisfied_by(self, requirement, candidate):
        return candidate[1] in admitted(*requirement)

    def get_dependencies(self, candidate):
        name, version = candidate
        return list(listed[name][version].items())


def solve():
    unsolved = 0
    for project in packages["projects"]:
        try:
            Resolver(Provider(), BaseReporter()).resolve(map(tuple, project), max_rounds=100_000)
        except ResolutionImpossible:
            unsolved += 1
    return unsolved


unsolved = clock.least("work", solve)
clock.report({"solved": len(packages["projects"]) - unsolved, "unsolved": unsolved})
