"""What the contestants for Python are given, and how they answer."""

import collections
import json
import os
import sys

ENGINE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.dirname(ENGINE))
from clock import Clock  # noqa: E402, F401

WORK, SIZE = sys.argv[-2:]


def text(name):
    """Returns the text of an input."""
    with open(os.path.join(WORK, name)) as file:
        return file.read()


def facts():
    return json.loads(text(f"facts-{SIZE}.json"))


def allow():
    return json.loads(text("allow.json"))


def policy(name):
    """Returns the text of a policy of another engine."""
    with open(os.path.join(ENGINE, "policies", name)) as file:
        return file.read()


def decision():
    """Returns the decision of zen-engine; the allow-list is a list of its expression, which is read once."""
    names = ", ".join(f"'{name}'" for name in allow())
    return json.loads(policy("four_rules.jdm.json").replace("ALLOWED", names))


def counted(rules):
    """Returns how often each rule stands in a list."""
    return dict(collections.Counter(rules))
