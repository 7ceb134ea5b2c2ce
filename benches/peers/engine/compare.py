"""Runs the contestants of manifest.json, round by round in changing order, and prints their least times and ratios.

`compare.py WORK ROUNDS`. Fails, after the table, when a contestant counts something else than the oracle does.
"""

import json
import os
import random
import sys

ENGINE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(ENGINE))
from contestant import run  # noqa: E402

WORK = os.path.abspath(sys.argv[1])
ROUNDS = int(sys.argv[2])
ROOT = os.path.join(ENGINE, "../../..")
PLACES = {
    "engine": ENGINE,
    "work": WORK,
    "python": os.path.join(WORK, "venv/bin/python"),
    # The module of this project is installed in the environment of its own tests.
    "own_python": os.environ.get("META_CORE_PYTHON") or os.path.join(ROOT, ".build/venv/bin/python"),
    "rust": os.environ["ENGINE_PEERS"],
}
HOSTS = {"rust": "Rust", "python": "Python", "node": "Node"}


def read(path):
    with open(path) as file:
        return json.load(file)


def command(contestant, size):
    """Returns the words that start a contestant."""
    settings = [f"{name}={value}" for name, value in contestant.get("env", {}).items()]
    return ["env", *settings, *(word.format(size=size, **PLACES) for word in contestant["command"])]


def measure(contestants, size, expected):
    """Returns least seconds and peak memory by contestant, and a sentence for each that counted otherwise."""
    seconds, memory, wrong = {}, {}, {}
    # What ran before decides how much memory the machine has at hand: nobody follows the same one in every round.
    order = random.Random(size)
    for _ in range(ROUNDS):
        for contestant in order.sample(contestants, len(contestants)):
            key = (contestant["host"], contestant["name"])
            told, peak = run(command(contestant, size))
            seconds[key] = min(seconds.get(key, float("inf")), told["steps"]["evaluate"])
            memory[key] = max(memory.get(key, 0.0), peak)
            due = {count: expected[count] for count in contestant["counts"]}
            if told["answer"] != due:
                wrong[key] = f"{contestant['name']} ({HOSTS[key[0]]}), {size}: {told['answer']} and not {due}"
    return seconds, memory, list(wrong.values())


def show(contestants, size, seconds, memory):
    print(f"\n### {size:,} services\n")
    print("| | counts | µs per service | services per second | ratio | peak memory |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    own = {c["host"]: seconds[c["host"], c["name"]] for c in contestants if c.get("is_reference")}
    for contestant in contestants:
        host, name = key = contestant["host"], contestant["name"]
        each = seconds[key] / size
        cells = [f"{each * 1e6:.2f}", f"{1 / each:,.0f}", f"{seconds[key] / own[host]:.2f}", f"{memory[key]:.0f} MB"]
        print(f"| {HOSTS[host]}: {name} | {', '.join(contestant['counts'])} | {' | '.join(cells)} |")


def main():
    manifest = read(os.path.join(ENGINE, "manifest.json"))
    contestants = manifest["contestants"]
    expected = read(os.path.join(WORK, "expected.json"))
    print(f"Least times of {ROUNDS} rounds in changing order, on {os.cpu_count()} processors.")
    print(f"Load when it began: {os.getloadavg()[0]:.1f}.")
    wrong = []
    for size in manifest["sizes"]:
        seconds, memory, others = measure(contestants, size, expected[str(size)])
        show(contestants, size, seconds, memory)
        wrong += others
    print(f"\nLoad when it ended: {os.getloadavg()[0]:.1f}.")
    if wrong:
        sys.exit("\n".join(["Not the counts of the oracle:", *wrong]))
    print("All counts are those of the oracle.")


main()
