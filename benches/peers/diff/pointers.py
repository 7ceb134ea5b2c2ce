"""JSON Pointers into the two documents that are compared."""


def escape(name):
    return str(name).replace("~", "~0").replace("/", "~1")


def join(names):
    """Returns the pointer that goes through `names`."""
    return "".join(f"/{escape(name)}" for name in names)


def names(pointer):
    return [name.replace("~1", "/").replace("~0", "~") for name in pointer.split("/")[1:]]


def upwards(pointer):
    """Yields the pointer, what is around it, and so on up to the document."""
    yield pointer
    while pointer:
        pointer = pointer.rpartition("/")[0]
        yield pointer


def value_at(document, pointer):
    """Returns the value at the pointer, or `None`."""
    for name in names(pointer):
        if isinstance(document, list):
            document = document[int(name)] if name.isdigit() and int(name) < len(document) else None
        elif isinstance(document, dict):
            document = document.get(name)
        else:
            return None
    return document


def leaves(value, pointer):
    """Yields the pointer of each value inside that holds no further value."""
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from leaves(inner, f"{pointer}/{escape(name)}")
    elif isinstance(value, list) and value:
        for place, inner in enumerate(value):
            yield from leaves(inner, f"{pointer}/{place}")
    else:
        yield pointer
