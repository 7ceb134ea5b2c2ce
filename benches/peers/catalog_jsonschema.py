"""Validates a service index with jsonschema: every error of the whole document."""

import json
import sys

from clock import Clock
from jsonschema import Draft202012Validator

clock = Clock()
with open(sys.argv[1]) as file:
    text = file.read()
with open(sys.argv[2]) as file:
    schema = json.load(file)
clock.start()
validator = Draft202012Validator(schema)
clock.lap("compile")
index = json.loads(text)
clock.lap("read")
errors = list(validator.iter_errors(index))
broken = sorted({error.absolute_path[1] for error in errors})
clock.lap("check")
clock.report({"errors": len(errors), "broken": broken})
