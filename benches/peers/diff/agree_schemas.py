"""Holds the verdicts of jsonsubschema against ours: `agree_schemas.py PEER WORK`.

It tells whether every value of one schema is one of the other, in both directions; we tell for each change whether
more is accepted than before, less, or both.
"""

import os
import sys

from agreement import CLASS, Agreement, read_json

HERE = os.path.dirname(os.path.abspath(__file__))
# Whether all that was accepted still is, or nothing else than before: what a change of ours must not do then.
AGAINST = {"wider": ("narrowed", "both"), "narrower": ("widened", "both")}


def against(report, question):
    """Returns the changes of ours by which the answer to the question is no."""
    return [change for change in report["changes"] if change.get("effect") in AGAINST[question]]


def main(peer, work):
    own = {pair["name"]: pair["report"] for pair in read_json(f"{work}/answers/schemas/meta-core.json")}
    agreement = Agreement(peer, os.path.join(HERE, "explanations.json"))
    for pair in read_json(f"{work}/answers/schemas/{peer}.json"):
        for question in AGAINST:
            judge(agreement, pair["name"], question, pair[question], against(own[pair["name"]], question))
    agreement.close()


def judge(agreement, name, question, theirs, changes):
    if isinstance(theirs, bool) and theirs == (not changes):
        agreement.agree(f"pairs of which both say that they are {'' if theirs else 'not '}{question}")
        return
    told = {True: "yes", False: "no"}.get(theirs, theirs)
    ours = ", ".join(sorted({change["code"].split("/")[-1] for change in changes}))
    agreement.differ(CLASS, f"{name}, {question}", str(told), f"no: {ours}" if ours else "yes")


if __name__ == "__main__":
    main(*sys.argv[1:])
