"""Runs every contestant of each contest in turn, several rounds, and prints medians and ratios.

Fails when two contestants of a contest give different answers.
"""

import json
import os
import random
import statistics
import sys

from contestant import run

PEERS = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(PEERS))
WORK = os.path.abspath(sys.argv[1])
ROUNDS = int(sys.argv[2])

PEER = [os.path.join(ROOT, "target", "release", "peer")]
PYTHON = [os.path.join(WORK, "venv", "bin", "python")]
# The module of this project is installed in the environment of its own tests.
OWN_PYTHON = [os.path.join(ROOT, ".build", "venv", "bin", "python")]
INDEX = os.path.join(WORK, "index.json")
SCHEMA = os.path.join(ROOT, "fixtures", "schema", "service-index.schema.json")


def script(name):
    return os.path.join(PEERS, name)


def graph_contest(size):
    given = os.path.join(WORK, f"graph-{size}.json")
    return {
        "meta-core": [*PEER, "graph", given],
        "rustworkx": [*PYTHON, script("graph_rustworkx.py"), given],
        "networkx": [*PYTHON, script("graph_networkx.py"), given],
    }


CONTESTS = {
    "10,000 services against the schema, every error": {
        "meta-core (Rust)": [*PEER, "catalog", INDEX],
        "meta-core (Python)": [*OWN_PYTHON, script("catalog_meta_core.py"), INDEX],
        "meta-core (Node)": ["node", script("catalog_meta_core.mjs"), INDEX],
        "ajv, compiled (Node)": ["node", script("catalog_ajv.mjs"), INDEX, SCHEMA],
        "fastjsonschema (Python)": [*PYTHON, script("catalog_fastjsonschema.py"), INDEX, SCHEMA],
        "jsonschema (Python)": [*PYTHON, script("catalog_jsonschema.py"), INDEX, SCHEMA],
    },
    "Graph of 10,000 nodes and 50,000 edges": graph_contest("10k"),
    "Graph of 100,000 nodes and 500,000 edges": graph_contest("100k"),
}


def check_answers(contest, answers):
    # fastjsonschema stops at the first error of an entry: only the broken entries compare.
    told = {name: {k: v for k, v in answer.items() if k != "errors"} for name, answer in answers.items()}
    first, *others = told
    for other in others:
        if told[other] != told[first]:
            sys.exit(f"{contest}: {other} answers otherwise than {first}")


def compare(contest, contestants):
    seconds = {name: [] for name in contestants}
    steps = {name: [] for name in contestants}
    memory = dict.fromkeys(contestants, 0.0)
    answers = {}
    # What ran before decides how much memory the machine has at hand: nobody follows the same one
    # in every round.
    shuffle = random.Random(1).sample
    for _ in range(ROUNDS):
        for name in shuffle(list(contestants), len(contestants)):
            told, peak = run(contestants[name])
            seconds[name].append(sum(told["steps"].values()))
            steps[name].append(told["steps"])
            memory[name] = max(memory[name], peak)
            answers[name] = told["answer"]
    check_answers(contest, answers)
    return {name: (statistics.median(seconds[name]), steps[name], memory[name]) for name in contestants}


def show(contest, results):
    names = list(next(iter(results.values()))[1][0]) if contest.startswith("Graph") else ["compile", "check"]
    own = next(iter(results.values()))[0]
    print(f"\n### {contest}\n")
    print("| | " + " | ".join([*names, "total", "ratio", "peak memory"]) + " |")
    print("| --- |" + " ---: |" * (len(names) + 3))
    for name, (total, steps, peak) in results.items():
        cells = []
        for step in names:
            # Reading the text belongs to the check.
            extra = [s.get("read", 0.0) if step == "check" else 0.0 for s in steps]
            cells.append(statistics.median(s[step] + e for s, e in zip(steps, extra)))
        shown = [f"{cell:.3f} s" for cell in [*cells, total]]
        print(f"| {name} | " + " | ".join([*shown, f"{total / own:.1f}", f"{peak:.0f} MB"]) + " |")


print(f"Medians of {ROUNDS} rounds, in which the contestants ran in changing order, on {os.cpu_count()} processors.")
for contest, contestants in CONTESTS.items():
    show(contest, compare(contest, contestants))
