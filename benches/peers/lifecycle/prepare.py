"""Writes what the contestants are given: `prepare.py WORK`. The same in every run."""

import json
import os
import random
import sys

WORK = sys.argv[1]
TASKS, PROJECTS, PACKAGES, VERSIONS = 10_000, 200, 60, 20

MACHINE = {
    "schema_version": "1",
    "name": "task",
    "version": 1,
    "initial": "pending",
    "states": {"pending": {}, "in_progress": {}, "failed": {}, "completed": {}},
    "transitions": [
        {"event": "start", "from": "pending", "to": "in_progress"},
        {"event": "fail", "from": "in_progress", "to": "failed"},
        {"event": "retry", "from": "failed", "to": "pending"},
        {"event": "complete", "from": "in_progress", "to": "completed"},
    ],
}


def moves():
    """Returns the events of all tasks, by turns: a third of them fail once, and a third of these for good."""
    lives = []
    for number in range(TASKS):
        life = ["begin", "start"]
        if number % 3 == 0:
            life += ["fail"] if number % 9 == 0 else ["fail", "retry", "start", "complete"]
        else:
            life += ["complete"]
        lives.append((f"t{number}", life))
    longest = max(len(life) for _, life in lives)
    turns = range(longest)
    return [(task, life[turn]) for turn in turns for task, life in lives if turn < len(life)]


def asked(pick):
    low = pick.randrange(VERSIONS)
    return pick.choice([f">={low // 5 + 1}.{low % 5}", f"<{low // 5 + 2}.{low % 5}", f"~={low // 5 + 1}.{low % 5}", ">=1.0"])


def packages():
    pick = random.Random(7)
    names = [f"package-{number}" for number in range(PACKAGES)]
    listed = {}
    for place, name in enumerate(names):
        listed[name] = {}
        for number in range(VERSIONS):
            needed = names[place + 7 : place + 8]
            low = max(0, number - 12)
            range_of = f">={low // 5 + 1}.{low % 5}"
            listed[name][f"{number // 5 + 1}.{number % 5}"] = dict.fromkeys(needed, range_of)
    projects = [[(name, asked(pick)) for name in pick.sample(names, 6)] for _ in range(PROJECTS)]
    # One in ten asks two things of one package that no version meets. With clashes that lie deeper, the resolver of pip
    # does not come to an end.
    for project in projects[::10]:
        name = project[0][0]
        project += [(name, "<1.4"), (name, ">=4.0")]
    return {"listed": listed, "projects": projects}


for name, value in [("machine", MACHINE), ("moves", moves()), ("packages", packages())]:
    with open(os.path.join(WORK, f"{name}.json"), "w") as file:
        json.dump(value, file)
