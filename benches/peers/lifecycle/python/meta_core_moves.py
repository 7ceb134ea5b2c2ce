"""meta-core: a lifecycle that stays open: `meta_core_moves.py EVENTS_OF_A_CALL WORK`."""

import sys

import inputs
import meta_core

AT = "2026-01-01T00:00:00Z"


def event(number, action):
    return {"event_id": str(number), "actor": "ann", "at": AT, "action": action}


def action(task, move):
    if move == "begin":
        return {"begin_task": {"project": "shop", "name": task}}
    return {"advance": {"subject": f"shop/{task}", "event": move}}


def happen():
    lifecycle = meta_core.Lifecycle(config={"machines": {"task": machine}})
    lifecycle.advance(**event("project", {"begin_project": {"project": "shop"}}))
    outcomes = []
    if at_once == 1:
        outcomes = [lifecycle.advance(**one)["outcome"] for one in events]
    else:
        for first in range(0, len(events), at_once):
            results = lifecycle.advance_many(events=events[first : first + at_once])["results"]
            outcomes += [result["decision"]["outcome"] for result in results]
    assert all(outcome == "accepted" for outcome in outcomes)
    return lifecycle


at_once = int(sys.argv[1])
clock = inputs.Clock()
machine = inputs.read("machine.json")
events = [event(number, action(*move)) for number, move in enumerate(inputs.read("moves.json"))]
lifecycle = clock.least("work", happen)
tasks = lifecycle.state()["tenants"]["default"]["tasks"]
clock.report(inputs.counted([task["position"]["state"] for task in tasks.values()]))
