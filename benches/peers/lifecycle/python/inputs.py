"""What the contestants for Python are given, and how they answer."""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
from clock import Clock  # noqa: E402, F401

WORK = sys.argv[-1]


def read(name):
    with open(os.path.join(WORK, name)) as file:
        return json.load(file)


def counted(states):
    """Returns how often each state stands in a list."""
    return {state: states.count(state) for state in sorted(set(states))}
