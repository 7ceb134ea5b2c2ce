"""State machines, compared with the package `transitions` on generated machines and traces."""

from __future__ import annotations

import random
from typing import Any

import pytest
from transitions import MachineError
from transitions.extensions import HierarchicalMachine

import meta_core

STATES = ["a", "b", "c", "d", "e"]
INSIDE = ["b", "c"]
EVENTS = ["x", "y", "z"]
FACTS = ["p", "q", "r"]


def guard(pick: random.Random, depth: int = 2) -> dict[str, Any]:
    kind = pick.choice(["fact", "fact", "not", "any", "all"]) if depth else "fact"
    if kind == "fact":
        return {"fact": f"/{pick.choice(FACTS)}", "equals": pick.random() < 0.5}
    if kind == "not":
        return {"not": guard(pick, depth - 1)}
    return {kind: [guard(pick, depth - 1) for _ in range(pick.randint(1, 2))]}


def holds(condition: dict[str, Any], facts: dict[str, bool]) -> bool:
    if "not" in condition:
        return not holds(condition["not"], facts)
    if "any" in condition:
        return any(holds(part, facts) for part in condition["any"])
    if "all" in condition:
        return all(holds(part, facts) for part in condition["all"])
    return facts[condition["fact"][1:]] == condition["equals"]


def definition(pick: random.Random) -> dict[str, Any]:
    """A machine; in every other one, `b` and `c` stand inside of `g`."""
    is_deep = pick.random() < 0.5
    states: dict[str, dict[str, Any]] = {name: {} for name in STATES}
    if is_deep:
        states["g"] = {"initial": pick.choice(INSIDE)}
        for name in INSIDE:
            states[name]["parent"] = "g"
    transitions = [
        {
            "event": pick.choice(EVENTS),
            "from": pick.choice(list(states)),
            "to": pick.choice(list(states) + [None]),
            "guards": [guard(pick) for _ in range(pick.randint(0, 2))],
        }
        for _ in range(pick.randint(3, 12))
    ]
    return {"name": "generated", "initial": "a", "states": states, "transitions": transitions}


class Theirs:
    """The machine as `transitions` has it: names of inner states begin with those around them."""

    def __init__(self, machine: dict[str, Any]) -> None:
        states, inner = machine["states"], INSIDE if "g" in machine["states"] else []
        self.facts: dict[str, bool] = {}
        nested: list[Any] = [name for name in states if name not in inner and name != "g"]
        if inner:
            nested.append({"name": "g", "initial": states["g"]["initial"], "children": inner})
        self.machine = HierarchicalMachine(states=nested, initial="a", auto_transitions=False)
        full = {name: f"g_{name}" if name in inner else name for name in states}
        for row in machine["transitions"]:
            self.machine.add_transition(
                row["event"],
                full[row["from"]],
                row["to"] and full[row["to"]],
                conditions=[lambda guards=row["guards"]: all(holds(one, self.facts) for one in guards)],
            )

    def state(self) -> str:
        return str(self.machine.state).removeprefix("g_")

    def send(self, event: str, facts: dict[str, bool]) -> bool | None:
        """Tells whether a transition was taken; none when there is none for the event."""
        self.facts = facts
        if not hasattr(self.machine, event):
            return None
        try:
            return bool(getattr(self.machine, event)())
        except MachineError:
            return None


def ours(machine: dict[str, Any], position: Any, event: str, facts: dict[str, bool], now: str) -> tuple[bool | None, Any]:
    try:
        step = meta_core.advance_machine(machine=machine, position=position, event=event, facts=facts, now=now)
    except meta_core.MetaCoreError as error:
        assert error.code == "illegal_transition", error
        return None, position
    return step["outcome"] == "advanced", step["position"]


@pytest.mark.parametrize("seed", range(8))
def test_traces(seed: int) -> None:
    pick = random.Random(seed)
    seen = {True: 0, False: 0, None: 0}
    for _ in range(60):
        machine = definition(pick)
        theirs = Theirs(machine)
        position = meta_core.advance_machine(machine=machine, now="2026-01-01T00:00:00Z")["position"]
        for minute in range(15):
            event = pick.choice(EVENTS)
            facts = {name: pick.random() < 0.5 for name in FACTS}
            before = theirs.state()
            wanted = theirs.send(event, facts)
            got, position = ours(machine, position, event, facts, f"2026-01-01T01:{minute:02}:00Z")
            assert (got, position["state"]) == (wanted, theirs.state()), (machine, before, event, facts)
            seen[wanted] += 1
    assert all(count > 50 for count in seen.values()), seen
