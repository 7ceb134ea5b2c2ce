"""Counts where a peer and meta-core agree, and asks for an explanation of the rest."""

import json
import re
from collections import Counter, defaultdict

ONLY_THEIRS, ONLY_OURS, CLASS = "only theirs", "only ours", "class differs"


def read_json(path):
    with open(path) as file:
        return json.load(file)


class Agreement:
    """What one peer and meta-core agree on, and why not on the rest."""

    def __init__(self, peer, explanations):
        self.peer = peer
        self.rows = [row for row in read_json(explanations) if peer in row["peers"]]
        self.agreed = Counter()
        self.counts = Counter()
        self.examples = defaultdict(list)
        self.unexplained = []

    def agree(self, how):
        self.agreed[how] += 1

    def differ(self, kind, place, theirs="", ours="", shown=None):
        """Books a disagreement; `theirs` and `ours` say what each of the two tells.

        `shown` names the reason that the caller has shown to hold; else the first row that fits is taken.
        """
        row = next((row for row in self.rows if self.fits(row, kind, place, theirs, ours, shown)), None)
        told = f"{place}: {theirs or 'nothing'} | {ours or 'nothing'}"
        if row is None:
            self.unexplained.append(f"{kind}: {told}" + (f" ({shown})" if shown else ""))
            return
        self.counts[row["reason"], kind] += 1
        self.examples[row["reason"]].append(told)

    @staticmethod
    def fits(row, kind, place, theirs, ours, shown):
        if row["kind"] != kind or (shown or row.get("shown")) and row.get("shown") != shown:
            return False
        told = {"place": place, "theirs": theirs, "ours": ours}
        return all(re.search(row.get(key, ""), text) for key, text in told.items())

    def close(self):
        """Prints the counts, and ends the run when something is left without an explanation."""
        why = {row["reason"]: row for row in self.rows}
        total = sum(self.agreed.values())
        print(f"\n### {self.peer}\n\nagreed: {total}" + "".join(f"\n- {n} {how}" for how, n in self.agreed.items()))
        if self.counts:
            print("\n| reason | | count | right | why | example |\n| --- | --- | ---: | --- | --- | --- |")
        for (reason, kind), count in sorted(self.counts.items()):
            example = self.examples[reason][0].replace("|", "→")
            print(f"| {reason} | {kind} | {count} | {why[reason]['right']} | {why[reason]['why']} | {example[:200]} |")
        for row in self.rows:
            if not self.examples[row["reason"]]:
                print(f"\nexplains nothing any more: {row['reason']}")
        if self.unexplained:
            print(f"\n{len(self.unexplained)} without an explanation:")
            for told in self.unexplained:
                print(f"- {told}")
            raise SystemExit(1)
