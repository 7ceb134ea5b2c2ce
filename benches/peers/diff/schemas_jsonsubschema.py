"""Asks jsonsubschema of each pair whether one schema is inside of the other: `schemas_jsonsubschema.py PAIRS`.

Each question has a process and a time limit of its own: some schemas take it forever.
"""

import json
import multiprocessing
import os
import resource
import sys
import warnings

from jsonsubschema import isSubschema

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from clock import Clock

# Of the processor, so that a busy machine finds the same answers.
LIMIT_SECONDS = 3


def answer(pipe, one, other):
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_CPU, (LIMIT_SECONDS, LIMIT_SECONDS))
    try:
        pipe.send(bool(isSubschema(one, other)))
    # It raises whatever its parts raise.
    except Exception as error:
        pipe.send(type(error).__name__)
    finally:
        pipe.close()


def ask(one, other):
    """Returns whether `one` is inside of `other`, or the name of what went wrong."""
    mine, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=answer, args=(theirs, one, other))
    process.start()
    theirs.close()
    try:
        told = mine.recv()
    except EOFError:
        told = "time limit"
    process.join()
    return told


with open(sys.argv[1]) as file:
    pairs = [pair for pair in json.load(file) if "before" in pair]
multiprocessing.set_start_method("fork")
clock = Clock()
answers = []
for pair in pairs:
    told = {"narrower": ask(pair["after"], pair["before"]), "wider": ask(pair["before"], pair["after"])}
    answers.append({"name": pair["name"], **told})
clock.lap("diff")
clock.report(answers)
