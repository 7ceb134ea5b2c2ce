"""Makes pairs of plain JSON Schemas from the components of two OpenAPI descriptions: `components.py BEFORE AFTER OUT`.

Takes the components that are in both and not the same, puts in what their references lead to, and leaves out what
does not say which values are accepted. Both contestants are given the same pairs.
"""

import json
import sys

# What says nothing of the accepted values, and `format`, which validators need not check.
ANNOTATIONS = {"title", "description", "example", "examples", "default", "deprecated", "readOnly", "writeOnly"}
ANNOTATIONS |= {"externalDocs", "discriminator", "xml", "format", "nullable"}
LISTS = ("allOf", "anyOf", "oneOf")
MAPS = ("properties", "patternProperties")
INNER = ("items", "additionalProperties", "not")
# What was put together from references may be exponentially large. Beyond this jsonsubschema takes forever.
MOST_SCHEMAS = 60


class Unfit(Exception):
    """The schema cannot be written as one without references."""


class Writer:
    """Writes the schemas of one description without references."""

    def __init__(self, description):
        self.schemas = description["components"]["schemas"]
        self.written = 0

    def component(self, name):
        self.written = 0
        return {"$schema": "http://json-schema.org/draft-04/schema#", **self.schema(self.schemas[name], (name,))}

    def schema(self, schema, inside):
        self.written += 1
        if self.written > MOST_SCHEMAS:
            raise Unfit("large")
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            if name in inside:
                raise Unfit("recursive")
            return self.schema(self.schemas[name], (*inside, name))
        plain = {key: value for key, value in schema.items() if key not in ANNOTATIONS and not key.startswith("x-")}
        for key in LISTS:
            if key in plain:
                plain[key] = [self.schema(inner, inside) for inner in plain[key]]
        for key in MAPS:
            if key in plain:
                plain[key] = {name: self.schema(inner, inside) for name, inner in plain[key].items()}
        for key in INNER:
            if isinstance(plain.get(key), dict):
                plain[key] = self.schema(plain[key], inside)
        return with_null(plain) if schema.get("nullable") else plain


def with_null(schema):
    """Returns the schema that accepts null too, as `nullable` has it."""
    if "type" not in schema or any(key in schema for key in LISTS):
        return {"anyOf": [schema, {"type": "null"}]} if schema else schema
    schema["type"] = [schema["type"], "null"]
    if "enum" in schema and None not in schema["enum"]:
        schema["enum"] = [*schema["enum"], None]
    return schema


def pairs(before, after):
    """Yields `(name, before, after)` of each component that is not the same, or `(name, reason)`."""
    writers = [Writer(before), Writer(after)]
    old, new = (writer.schemas for writer in writers)
    for name in sorted(old.keys() & new.keys()):
        if old[name] != new[name]:
            try:
                yield {"name": name, "before": writers[0].component(name), "after": writers[1].component(name)}
            except Unfit as reason:
                yield {"name": name, "left_out": str(reason)}


def main(before, after, out):
    descriptions = []
    for path in (before, after):
        with open(path) as file:
            descriptions.append(json.load(file))
    with open(out, "w") as file:
        json.dump(list(pairs(*descriptions)), file)


if __name__ == "__main__":
    main(*sys.argv[1:])
