"""Which places of two OpenAPI descriptions are read for the same thing, when references are followed."""

from collections import defaultdict

from pointers import escape, value_at

SIDES = ("before", "after")
# A schema with one of these reads as its parts together, or as one of its parts.
PARTS = ("allOf", "oneOf", "anyOf")
# Deeper than any description: the pairs are finite, and so is the walk.
MOST_PAIRS = 3_000_000


class Readings:
    """Pairs of places, one of each document, that stand for the same thing."""

    def __init__(self, documents):
        self.documents = documents
        self.pairs = {side: defaultdict(set) for side in SIDES}
        self.walk()

    def target(self, side, pointer):
        """Returns where the reference at the pointer leads."""
        reference = value_at(self.documents[side], pointer) if pointer.endswith("/$ref") else None
        return reference[1:] if isinstance(reference, str) and reference.startswith("#/") else None

    def references(self, side):
        """Returns `component → [(pointer of a reference inside, component it leads to)]`; `""` is what is not in one."""
        found = defaultdict(list)

        def look(value, pointer, component):
            if isinstance(value, dict):
                for name, inner in value.items():
                    at = f"{pointer}/{escape(name)}"
                    if name == "$ref" and isinstance(inner, str) and inner.startswith("#/"):
                        found[component].append((at, inner[1:]))
                    else:
                        look(inner, at, component)
            elif isinstance(value, list):
                for place, inner in enumerate(value):
                    look(inner, f"{pointer}/{place}", component)

        document = self.documents[side]
        for name, part in document.items():
            if name != "components":
                look(part, f"/{escape(name)}", "")
        for group, members in document.get("components", {}).items():
            for name, part in members.items():
                at = f"/components/{group}/{escape(name)}"
                look(part, at, at)
        return found

    def views(self, side, pointer):
        """Returns `pointer → value` of everything that the place reads as."""
        found, waiting = {}, [pointer]
        while waiting:
            at = waiting.pop()
            value = value_at(self.documents[side], at)
            if at in found or value is None:
                continue
            found[at] = value
            if isinstance(value, dict):
                target = self.target(side, f"{at}/$ref")
                waiting.extend([target] if target else [])
                waiting.extend(f"{at}/{part}/{n}" for part in PARTS for n in range(len(value.get(part) or ())))
        return found

    def walk(self):
        waiting, seen = [("/paths", "/paths"), ("/x-webhooks", "/x-webhooks"), ("/webhooks", "/webhooks")], set()
        while waiting and len(seen) < MOST_PAIRS:
            pair = waiting.pop()
            if pair in seen:
                continue
            seen.add(pair)
            old, new = self.views("before", pair[0]), self.views("after", pair[1])
            for one in old:
                self.pairs["before"][one].update(new)
                for other in new:
                    self.pairs["after"][other].add(one)
                    waiting.extend(inner_pairs(one, old[one], other, new[other]))

    def elsewhere(self, side, pointer):
        """Tells whether the leaf reads the same in another way, and returns the places that it reads as."""
        around, _, last = pointer.rpartition("/")
        value = value_at(self.documents[side], pointer)
        other = "after" if side == "before" else "before"
        places = set()
        # The items of a list of values have no place of their own.
        listed = isinstance(value_at(self.documents[side], around), list)
        owner, _, keyword = around.rpartition("/") if listed else (around, "", last)
        if last == "$ref":
            return bool(self.pairs[side].get(owner)) , self.pairs[side].get(owner, set())
        for paired in self.pairs[side].get(owner, ()):
            there = value_at(self.documents[other], f"{paired}/{keyword}")
            places.add(f"{paired}/{keyword}")
            if (isinstance(there, list) and value in there) if listed else there == value:
                return True, places
        return False, places


def inner_pairs(one, old, other, new):
    """Yields the pairs of what is inside of two values: members by name, items by place."""
    if isinstance(old, dict) and isinstance(new, dict):
        for name in old.keys() & new.keys():
            if isinstance(old[name], (dict, list)):
                yield f"{one}/{escape(name)}", f"{other}/{escape(name)}"
    elif isinstance(old, list) and isinstance(new, list):
        for place in range(min(len(old), len(new))):
            if isinstance(old[place], (dict, list)):
                yield f"{one}/{place}", f"{other}/{place}"
