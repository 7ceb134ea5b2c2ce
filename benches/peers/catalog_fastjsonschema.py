"""Validates a service index with fastjsonschema, which stops at the first error: so entry by entry.

It knows no draft after 07; the schema is labelled so, and its definitions are found all the same.
"""

import json
import sys

import fastjsonschema
from clock import Clock

clock = Clock()
with open(sys.argv[1]) as file:
    text = file.read()
with open(sys.argv[2]) as file:
    schema = json.load(file)
entry = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "$ref": "#/$defs/Service",
    "$defs": schema["$defs"],
}
clock.start()
validate = fastjsonschema.compile(entry)
clock.lap("compile")
index = json.loads(text)
clock.lap("read")
broken = []
for position, service in enumerate(index["services"]):
    try:
        validate(service)
    except fastjsonschema.JsonSchemaValueException:
        broken.append(position)
clock.lap("check")
clock.report({"errors": len(broken), "broken": broken})
