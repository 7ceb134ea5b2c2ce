"""Runs the contestants of each contest in turn, several rounds, and prints medians, ratios and peak memory.

`compare.py WORK ROUNDS` keeps what each told, for the scripts that compare it. Ends when a contestant fails, or
tells something else in another round.
"""

import json
import os
import random
import statistics
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from contestant import run  # noqa: E402
WORK = os.path.abspath(sys.argv[1])
ROUNDS = int(sys.argv[2])
# One that takes longer than so many seconds takes part in so many rounds alone.
SLOW = [(20, 1), (10, 3)]

PYTHON = os.path.join(WORK, "venv", "bin", "python")
# The module of this project is installed in the environment of its own tests.
OWN_PYTHON = os.environ.get("META_CORE_PYTHON") or os.path.join(HERE, "../../../.build/venv/bin/python")
DESCRIPTIONS = [os.path.join(WORK, "before.json"), os.path.join(WORK, "after.json")]
SDL = [os.path.join(WORK, "before.graphql"), os.path.join(WORK, "after.graphql")]
PAIRS = os.path.join(WORK, "pairs.json")


def script(name):
    return os.path.join(HERE, name)


def own(kind, paths):
    # Our program of the benches, where it was built.
    program = os.environ.get("META_CORE_DIFF")
    return {
        **({"meta-core (Rust)": [program, kind, *paths]} if program else {}),
        "meta-core": [OWN_PYTHON, script("meta_core_python.py"), kind, *paths],
        "meta-core (Node)": ["node", script("meta_core_node.mjs"), kind, *paths],
    }


CONTESTS = {
    "openapi": {
        **own("openapi", DESCRIPTIONS),
        "api-smart-diff": ["node", script("openapi_api_smart_diff.mjs"), *DESCRIPTIONS],
        "jsondiffpatch": ["node", script("openapi_jsondiffpatch.mjs"), *DESCRIPTIONS],
        "deepdiff": [PYTHON, script("openapi_deepdiff.py"), *DESCRIPTIONS],
    },
    "graphql": {
        **own("graphql", SDL),
        "graphql-js 16": ["node", script("graphql_js.mjs"), "graphql", *SDL],
        "graphql-js 17": ["node", script("graphql_js.mjs"), "graphql-17", *SDL],
        "graphql-inspector": ["node", script("graphql_inspector.mjs"), *SDL],
    },
    "schemas": {
        "meta-core": [OWN_PYTHON, script("schemas_meta_core.py"), PAIRS],
        "jsonsubschema": [PYTHON, script("schemas_jsonsubschema.py"), PAIRS],
    },
}
TITLES = {
    "openapi": "GitHub's OpenAPI description, 22.0.0 to 23.0.2 (11.8 and 13.0 MB of JSON)",
    "graphql": "GitHub's GraphQL schema, 15.25.0 to 15.26.1 (1.2 MB of SDL)",
    "schemas": "Schemas of that OpenAPI description that changed, one by one",
}


def keep(contest, name, answer):
    """Writes the answer of a contestant, which must be the same in every round, and in every language."""
    path = os.path.join(WORK, "answers", contest, f"{name.split(' (')[0]}.json")
    if name == "meta-core (Rust)":
        del answer["peak_mb"]
    if os.path.exists(path):
        with open(path) as file:
            if json.load(file) != answer:
                sys.exit(f"{contest}: {name} tells something else than before")
        return
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        json.dump(answer, file)


def rounds_of(runs):
    """Returns in how many rounds the contestant of these runs takes part."""
    took = sum(runs[0][0].values()) if runs else 0
    return min([ROUNDS, *(rounds for seconds, rounds in SLOW if took > seconds)])


def measure(contest, contestants):
    """Returns the steps and the peak memory of every run."""
    runs = {name: [] for name in contestants}
    # What ran before decides how much memory the machine has at hand: nobody follows the same one in every round.
    shuffle = random.Random(1).sample
    for _ in range(ROUNDS):
        for name in shuffle(list(contestants), len(contestants)):
            if len(runs[name]) >= rounds_of(runs[name]):
                continue
            told, peak = run(contestants[name])
            keep(contest, name, told["answer"])
            runs[name].append((told["steps"], peak))
    return runs


def show(contest, runs):
    totals = {name: statistics.median(sum(steps.values()) for steps, _ in told) for name, told in runs.items()}
    base = totals["meta-core"]
    print(f"\n### {TITLES[contest]}\n\n| | parse | diff | total | ratio | peak memory | rounds |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, told in runs.items():
        parse, diff = (statistics.median(steps.get(step, 0.0) for steps, _ in told) for step in ("parse", "diff"))
        cells = [f"{parse:.2f} s" if parse else "—", f"{diff:.2f} s", f"{totals[name]:.2f} s"]
        peak = max(peak for _, peak in told)
        print(f"| {name} | {' | '.join(cells)} | {totals[name] / base:.1f} | {peak:.0f} MB | {len(told)} |")


print(f"Medians of {ROUNDS} rounds in changing order, without the start of the process, on {os.cpu_count()} processors.")
print(f"Load when it began: {os.getloadavg()[0]:.1f}.")
for contest, contestants in CONTESTS.items():
    show(contest, measure(contest, contestants))
print(f"\nLoad when it ended: {os.getloadavg()[0]:.1f}.")
