"""Runs the contestants of manifest.json, round by round in changing order, and prints their least times and ratios.

`compare.py WORK ROUNDS`. Fails, after the tables, when contestants of one work answer differently.
"""

import json
import os
import random
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from contestant import run  # noqa: E402

WORK = os.path.abspath(sys.argv[1])
ROUNDS = int(sys.argv[2])
PLACES = {
    "here": HERE,
    "work": WORK,
    "python": os.path.join(WORK, "venv/bin/python"),
    "own_python": os.environ.get("META_CORE_PYTHON") or os.path.join(HERE, "../../../.build/venv/bin/python"),
}
HOSTS = {"python": "Python", "node": "Node"}


def measure(contestants):
    """Returns least seconds, peak memory and the answer of each contestant, in their order."""
    seconds, memory, answers = {}, {}, {}
    # What ran before decides how much memory the machine has at hand: nobody follows the same one in every round.
    order = random.Random(ROUNDS)
    for _ in range(ROUNDS):
        for place in order.sample(range(len(contestants)), len(contestants)):
            words = [word.format(**PLACES) for word in contestants[place]["command"]]
            told, peak = run(["env", "RAYON_NUM_THREADS=1", *words])
            seconds[place] = min(seconds.get(place, float("inf")), told["steps"]["work"])
            memory[place] = max(memory.get(place, 0.0), peak)
            answers.setdefault(place, told["answer"])
    return seconds, memory, answers


def show(work, contestants, seconds, memory):
    unit = work["unit"]
    print(f"\n### {work['what']}\n")
    print(f"| | µs per {unit} | {unit}s per second | ratio | peak memory |")
    print("| --- | ---: | ---: | ---: | ---: |")
    own = {one["host"]: seconds[place] for place, one in enumerate(contestants) if one.get("is_reference")}
    for place, one in enumerate(contestants):
        each = seconds[place] / work["count"]
        ratio = seconds[place] / own[one["host"]]
        cells = [f"{each * 1e6:,.1f}", f"{1 / each:,.0f}", f"{ratio:.2f}", f"{memory[place]:.0f} MB"]
        print(f"| {HOSTS[one['host']]}: {one['name']} | {' | '.join(cells)} |")


def main():
    with open(os.path.join(HERE, "manifest.json")) as file:
        manifest = json.load(file)
    print(f"Least times of {ROUNDS} rounds in changing order, on {os.cpu_count()} processors.")
    print(f"Load when it began: {os.getloadavg()[0]:.1f}.")
    wrong = []
    for name, work in manifest["work"].items():
        contestants = [one for one in manifest["contestants"] if one["work"] == name]
        seconds, memory, answers = measure(contestants)
        show(work, contestants, seconds, memory)
        for place, answer in answers.items():
            if answer != answers[0]:
                wrong.append(f"{contestants[place]['name']}: {answer} and not {answers[0]}")
    if wrong:
        sys.exit("\n".join(["\nNot the same answers:", *wrong]))
    print("\nAll answers are the same.")


main()
