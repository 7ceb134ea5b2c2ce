"""Holds the breaking changes of an OpenAPI tool against ours: `agree_openapi.py PEER WORK`.

It tells a change wherever a reference or an `allOf` leads to it; here each is taken back to where it is written, and
counts once. Both must call the same places breaking, or there must be an explanation.
"""

import os
import sys
from collections import defaultdict

from agreement import CLASS, ONLY_OURS, ONLY_THEIRS, Agreement, read_json
from pointers import escape, upwards, value_at

HERE = os.path.dirname(os.path.abspath(__file__))
SIDES = ("before", "after")
# Where a change of theirs is to be found.
ON = {"add": ["after"], "remove": ["before"], "replace": SIDES, "rename": SIDES}
# Their places in these lists are places in both versions put together.
LISTS = {"required", "enum", "parameters", "oneOf", "anyOf"}


class Places:
    """Finds places of one description as they are written."""

    def __init__(self, document):
        self.document = document

    def written(self, path):
        """Returns the pointers that the path leads to: several when parts of an `allOf` have the same member."""
        found = [""]
        for name in path[:-1] if path[-2:-1] and path[-2] in LISTS else path:
            found = [inner for pointer in found for inner in self.inside(pointer, name)]
        return found

    def inside(self, pointer, name):
        value = value_at(self.document, pointer)
        while isinstance(value, dict) and isinstance(value.get("$ref"), str):
            pointer = value["$ref"][1:]
            value = value_at(self.document, pointer)
        if isinstance(value, list):
            return [f"{pointer}/{name}"] if isinstance(name, int) and name < len(value) else []
        if not isinstance(value, dict):
            return []
        here = [f"{pointer}/{escape(name)}"] if str(name) in value else []
        parts = range(len(value.get("allOf") or ()))
        return here + [inner for part in parts for inner in self.inside(f"{pointer}/allOf/{part}", name)]


class Own:
    """Our changes, by the pointers that they tell."""

    def __init__(self, report):
        self.all = report["changes"]
        self.at, self.inside = defaultdict(set), defaultdict(set)
        for number, change in enumerate(self.all):
            for side in SIDES:
                pointer = change.get(f"{side}_pointer")
                if pointer is not None:
                    self.at[pointer].add(number)
                    for around in upwards(pointer):
                        self.inside[around].add(number)

    def near(self, pointer):
        """Returns the changes at, inside of and around the pointer; `nullable` is told at the `type` beside it."""
        around = next((outer for outer in upwards(pointer) if outer in self.at), None)
        beside = pointer.removesuffix("/nullable") + "/type"
        found = self.inside[pointer] | (self.at[around] if around is not None else set())
        return found | {n for n in self.at[beside] if "null_" in self.all[n]["code"]}


def told(changes):
    return ", ".join(sorted({f"{change['code'].split('/', 1)[1]} {change['class']}" for change in changes}))


def by_place(theirs, places):
    """Returns `pointers → change` of what they call breaking, each place once."""
    found = {}
    for change in theirs:
        if change["type"] == "breaking":
            pointers = {p for side in ON[change["action"]] for p in places[side].written(change["path"])}
            key = frozenset(pointers) or frozenset(["/".join(map(str, change["path"]))])
            found.setdefault(key, change)
    return found


def main(peer, work):
    own = Own(read_json(f"{work}/answers/openapi/meta-core.json")["report"])
    places = {side: Places(read_json(f"{work}/{side}.json")) for side in SIDES}
    agreement = Agreement(peer, os.path.join(HERE, "explanations.json"))
    agreed = set()
    for pointers, change in by_place(read_json(f"{work}/answers/openapi/{peer}.json"), places).items():
        numbers = set().union(*(own.near(pointer) for pointer in pointers))
        here = [own.all[number] for number in sorted(numbers)]
        theirs = f"{change['action']} {next(n for n in reversed(change['path']) if isinstance(n, str))}"
        if any(ours["class"] == "breaking" for ours in here):
            agreement.agree("places that both call breaking")
            agreed |= numbers
        else:
            agreement.differ(CLASS if here else ONLY_THEIRS, min(pointers), theirs, told(here))
    for number, change in enumerate(own.all):
        if change["class"] == "breaking" and number not in agreed:
            place = change.get("after_pointer") or change["before_pointer"]
            agreement.differ(ONLY_OURS, place, ours=f"{told([change])} {change['polarity']}")
    agreement.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
