"""Holds the changes of a GraphQL tool against ours, change by change: `agree_graphql.py PEER WORK`.

Both tell a schema coordinate. At each place every change of the one must have a change of the other of the same
level, or an explanation.
"""

import os
import sys
from collections import defaultdict

from agreement import CLASS, ONLY_OURS, ONLY_THEIRS, Agreement, read_json
from pointers import names

HERE = os.path.dirname(os.path.abspath(__file__))
LEVELS = {"breaking": "breaking", "behavioral": "dangerous", "additive": "safe", "cosmetic": "safe"}
# The parts of our pointers that a coordinate leaves out.
LISTS = {"fields", "args", "values", "members", "interfaces", "description", "type", "default", "locations", "deprecated"}


def coordinate(pointer):
    """Returns the schema coordinate of one of our pointers, as the peers write it."""
    path = names(pointer)[1:]
    return ".".join(name for place, name in enumerate(path) if place % 2 == 0 or name not in LISTS)


def coordinates(change):
    """Returns where a change stands: a name that became another stands at both."""
    return {coordinate(change[key]) for key in ("before_pointer", "after_pointer") if change.get(key)}


def around(place):
    """Yields what the place is inside of."""
    parts = place.split(".")
    for end in range(len(parts) - 1, 0, -1):
        yield ".".join(parts[:end])


def ours_at(report):
    found = defaultdict(list)
    for change in report["changes"]:
        for place in coordinates(change):
            found[place].append(change)
    return found


def told(change):
    return f"{change['code'].split('/')[-1]} {change['class']}"


def judge_theirs(agreement, change, own):
    """Books one change of theirs."""
    place, theirs = change["place"], f"{change['type']} {change['level']} {change['use']}".strip()
    here = own.get(place, [])
    if any(LEVELS[ours["class"]] == change["level"] for ours in here):
        agreement.agree("changes at the same place with the same level")
    elif here:
        agreement.differ(CLASS, place, theirs, ", ".join(sorted({told(ours) for ours in here})))
    else:
        whole = next((own[outer] for outer in around(place) if outer in own), None)
        # What came with its type, or went with it, is explained by that; a change of words or kind explains nothing.
        parent = next((c for c in whole or () if c["code"].endswith(("_added", "_removed", "_kind_changed"))), None)
        agreement.differ(ONLY_THEIRS, place, theirs, told(parent) if parent else "", "inside" if parent else None)


def main(peer, work):
    own = ours_at(read_json(f"{work}/answers/graphql/meta-core.json")["report"])
    theirs = read_json(f"{work}/answers/graphql/{peer}.json")
    agreement = Agreement(peer, os.path.join(HERE, "explanations.json"))
    for change in theirs:
        judge_theirs(agreement, change, own)
    places = {change["place"] for change in theirs}
    for place, changes in sorted(own.items()):
        for change in changes if place not in places else ():
            agreement.differ(ONLY_OURS, place, ours=told(change))
    agreement.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
