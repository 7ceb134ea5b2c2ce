"""The one way into the library: JSON text in, JSON text out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from . import _native


class MetaCoreError(ValueError):
    """An input that cannot be read, a policy that cannot be used, or a limit that was exceeded."""

    code: str
    """Stable cause, such as `input_invalid`."""
    message: str
    """What is wrong, on one line."""
    path: str
    """JSON Pointer into the input."""
    file: str | None
    """Name of the text the error lies in."""
    line: int | None
    """Line, counted from 1."""
    column: int | None
    """Column, counted from 1 in characters."""
    help: str | None
    """What to do about it."""

    def __init__(
        self,
        code: str,
        message: str,
        path: str = "",
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        help: str | None = None,
    ) -> None:
        place = f"{file or 'input'}:{line}:{column}: " if line else ""
        at = f" (at {path})" if path else ""
        super().__init__(f"{place}{message}{at}")
        self.code = code
        self.message = message
        self.path = path
        self.file = file
        self.line = line
        self.column = column
        self.help = help


def call(name: str, input: Mapping[str, Any] | str) -> Any:
    """Runs the operation `name` on a mapping, or on JSON or YAML text, and returns its report.

    Arguments of the mapping that are None count as absent.

    Raises:
        MetaCoreError: when the input cannot be read.
    """
    text = input if isinstance(input, str) else _dump(input)
    return json.loads(call_text(name, text))


def call_text(name: str, text: str) -> str:
    """Runs the operation `name` on JSON or YAML text, and returns its report as JSON text.

    The text is the same, byte for byte, in every language.

    Raises:
        MetaCoreError: when the input cannot be read.
    """
    try:
        return _native.call_text(name, text)
    except ValueError as error:
        raise MetaCoreError(**json.loads(str(error))) from None


class Prepared:
    """Something that is prepared once and asked often; its subclasses have its questions."""

    def __init__(self, name: str, input: Mapping[str, Any] | str) -> None:
        text = input if isinstance(input, str) else _dump(input)
        try:
            self._native = _native.Prepared(name, text)
        except ValueError as error:
            raise MetaCoreError(**json.loads(str(error))) from None

    def call(self, method: str, input: Mapping[str, Any] | str, other: Prepared | None = None) -> Any:
        """Asks the question `method` with a mapping, or with JSON or YAML text; of `other` too where it needs one.

        Raises:
            MetaCoreError: when the input cannot be read.
        """
        text = input if isinstance(input, str) else _dump(input)
        return json.loads(self.call_text(method, text, other))

    def call_text(self, method: str, text: str, other: Prepared | None = None) -> str:
        """Asks the question `method` with JSON or YAML text, and returns its report as JSON text.

        Raises:
            MetaCoreError: when the input cannot be read.
        """
        try:
            if other is None:
                return self._native.call_text(method, text)
            return self._native.call_text_with(method, other._native, text)
        except ValueError as error:
            raise MetaCoreError(**json.loads(str(error))) from None


def _dump(arguments: Mapping[str, Any]) -> str:
    given = {key: _plain(value, f"/{key}") for key, value in arguments.items() if value is not None}
    try:
        # ASCII takes a byte for each character, and is read where it stands; any other text is copied once more.
        return json.dumps(given, ensure_ascii=True, allow_nan=False, check_circular=True)
    except (TypeError, ValueError, RecursionError) as error:
        raise MetaCoreError("input_invalid", f"the input has no JSON form: {error}") from error


def _plain(value: Any, path: str) -> Any:
    """Returns `value` with mappings as dictionaries; a key that is no text is an error, because
    `json` would turn it into text silently."""
    if isinstance(value, str) or value is None:
        return value
    if isinstance(value, Mapping):
        plain = {}
        for key, member in value.items():
            if not isinstance(key, str):
                raise MetaCoreError("input_invalid", f"the key {key!r} is no text", path)
            escaped = key.replace("~", "~0").replace("/", "~1")
            plain[key] = _plain(member, f"{path}/{escaped}")
        return plain
    if isinstance(value, (list, tuple)):
        return [_plain(item, f"{path}/{index}") for index, item in enumerate(value)]
    return value
