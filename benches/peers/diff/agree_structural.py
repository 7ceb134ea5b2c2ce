"""Holds the differences that a structural tool sees against our changes: `agree_structural.py PEER WORK`.

A structural tool tells every value that is not the same at the same place. Each of them must be at or inside of one
change of ours, or have a reason that is shown to hold by a look at both documents; and each change of ours must hold
at least one of them.
"""

import os
import sys
from collections import Counter, defaultdict

from agreement import ONLY_OURS, ONLY_THEIRS, Agreement, read_json
from pointers import leaves, upwards, value_at
from readings import Readings

HERE = os.path.dirname(os.path.abspath(__file__))
SIDES = ("before", "after")
OTHER = {"before": "after", "after": "before"}


def exploded(difference, documents):
    """Yields the leaves of a difference, as `{side: pointer}`: both sides where one value became another."""
    values = {side: value_at(documents[side], difference[side]) for side in SIDES if side in difference}
    if len(values) == 2 and not any(isinstance(value, (dict, list)) for value in values.values()):
        yield {side: difference[side] for side in SIDES}
        return
    for side, value in values.items():
        for pointer in leaves(value, difference[side]):
            yield {side: pointer}


def told_at(change, side):
    """Returns the pointer of a change, down to the keyword that it is about."""
    pointer = change.get(f"{side}_pointer")
    other = change.get(f"{OTHER[side]}_pointer")
    if pointer is not None and change["code"].endswith(("_deprecated", "_reactivated")):
        return f"{pointer}/deprecated"
    # What is not there is told at the schema around.
    return other if pointer is not None and other is not None and other.startswith(f"{pointer}/") else pointer


class Changes:
    """Our changes, by the pointers that they tell."""

    def __init__(self, report):
        self.all = report["changes"]
        self.at = {side: defaultdict(set) for side in SIDES}
        self.inside = {side: defaultdict(set) for side in SIDES}
        for number, change in enumerate(self.all):
            for side in SIDES:
                pointer = told_at(change, side)
                if pointer is not None:
                    self.at[side][pointer].add(number)
                    for around in upwards(pointer):
                        self.inside[side][around].add(number)

    def around(self, side, pointer):
        """Returns the changes at the nearest pointer around."""
        nearest = next((p for p in upwards(pointer) if p in self.at[side]), None)
        return self.at[side][nearest] if nearest is not None else set()


class Reasons:
    """Shows why no change of ours is around a leaf."""

    def __init__(self, changes, documents):
        self.changes = changes
        self.documents = documents
        self.readings = Readings(documents)
        self.led_to = {side: self.follow(side) for side in SIDES}

    def follow(self, side):
        """Returns the components that are reached from inside of our changes, with those changes."""
        references = self.readings.references(side)
        waiting = [
            (target, self.changes.around(side, pointer))
            for pointers in references.values()
            for pointer, target in pointers
            if self.changes.around(side, pointer)
        ]
        reached = {}
        while waiting:
            target, covering = waiting.pop()
            if target not in reached:
                reached[target] = covering
                waiting.extend((inner, covering) for _, inner in references.get(target, []))
        return reached

    def of(self, side, pointer):
        """Returns `(reason, changes that stand for it)` for one side of a leaf."""
        covering = self.changes.around(side, pointer)
        if covering:
            return "same place", covering
        for shown in (self.told_beside, self.told_for_the_list, self.same_elsewhere, self.told_where_used):
            told = shown(side, pointer)
            if told:
                return told
        return None, set()

    def told_beside(self, side, pointer):
        """`nullable` is told at the `type` beside it."""
        around, _, keyword = pointer.rpartition("/")
        if keyword != "nullable":
            return None
        found = {n for n in self.changes.at[side].get(f"{around}/type", ()) if "null_" in self.changes.all[n]["code"]}
        return ("null told at the type", found) if found else None

    def told_for_the_list(self, side, pointer):
        """An item of a list has another place, or is told itself, or is told where its reference leads."""
        parts = pointer.split("/")
        for end in range(len(parts) - 1, 1, -1):
            around, item = "/".join(parts[:end]), "/".join(parts[: end + 1])
            here, there = (value_at(self.documents[s], around) for s in (side, OTHER[side]))
            if not isinstance(here, list) or not isinstance(there, list):
                continue
            value = value_at(self.documents[side], item)
            if value in there:
                return "order of a list", set()
            for place in (item, self.readings.target(side, f"{item}/$ref")):
                if place and self.changes.inside[side].get(place):
                    return "item of a list", self.changes.inside[side][place]
        return None

    def same_elsewhere(self, side, pointer):
        """The place is reached in another way on the other side, and reads the same there, or is told there."""
        same, places = self.readings.elsewhere(side, pointer)
        if same:
            return "same through references", set()
        told = set().union(*(self.changes.around(OTHER[side], place) for place in places))
        return ("told at the other reading", told) if told else None

    def compared_with_another(self, change):
        """A reference led elsewhere before: what is unchanged where it stands is compared with another part."""
        for side in SIDES:
            pointer = change.get(f"{side}_pointer")
            if pointer is not None and any(self.readings.elsewhere(side, p)[1] - {p} for p in upwards(pointer) if p):
                return "compared with another part"
        return None

    def told_where_used(self, side, pointer):
        """The component is on this side alone, and reached from inside of what our changes tell."""
        component = next((p for p in upwards(pointer) if p in self.led_to[side]), None)
        if component is None or value_at(self.documents[OTHER[side]], component) is not None:
            return None
        return "told where it is used", self.led_to[side][component]


def main(peer, work):
    documents = {side: read_json(f"{work}/{side}.json") for side in SIDES}
    changes = Changes(read_json(f"{work}/answers/openapi/meta-core.json")["report"])
    reasons = Reasons(changes, documents)
    agreement = Agreement(peer, os.path.join(HERE, "explanations.json"))
    held = Counter()
    for difference in read_json(f"{work}/answers/openapi/{peer}.json"):
        for leaf in exploded(difference, documents):
            judge(agreement, reasons, leaf, held)
    for number, change in enumerate(changes.all):
        if not held[number]:
            place = change.get("after_pointer") or change["before_pointer"]
            told = f"{change['code']} {change['class']}: {change['message']}"
            agreement.differ(ONLY_OURS, place, ours=told, shown=reasons.compared_with_another(change))
        else:
            agreement.agree("changes of ours that hold what they see")
    agreement.close()


def judge(agreement, reasons, leaf, held):
    """Books one leaf, and counts for which changes of ours it stands."""
    told = {side: reasons.of(side, pointer) for side, pointer in leaf.items()}
    named = {reason for reason, _ in told.values()}
    for _, covering in told.values():
        held.update(covering)
    place = leaf.get("after", leaf.get("before"))
    theirs = {("before",): "removed", ("after",): "added", SIDES: "changed"}[tuple(leaf)]
    if "same place" in named:
        covering = set().union(*(covering for reason, covering in told.values() if reason == "same place"))
        agreement.agree("leaves that one change of ours covers")
        if len(covering) > 1:
            codes = ", ".join(sorted(reasons.changes.all[number]["code"] for number in covering))
            agreement.differ(ONLY_OURS, place, theirs, codes, "told twice")
    else:
        # A value that became another needs a reason on both sides; the first in the alphabet stands for the two.
        agreement.differ(ONLY_THEIRS, place, theirs, "", "no reason" if None in named else min(named))


if __name__ == "__main__":
    main(*sys.argv[1:])
