"""The one way into the library: JSON text in, JSON text out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeAlias

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


Input: TypeAlias = Mapping[str, Any] | str | bytes | bytearray | memoryview
"""A mapping, or JSON or YAML text; arguments of the mapping that are None count as absent.

Bytes stand for their UTF-8 text, here and wherever a document is given.
"""


def call(name: str, input: Input) -> Any:
    """Runs the operation `name`, and returns its report.

    Raises:
        MetaCoreError: when the input cannot be read.
    """
    return json.loads(call_text(name, input))


def call_text(name: str, input: Input) -> str:
    """Runs the operation `name`, and returns its report as JSON text.

    The text is the same, byte for byte, in every language.

    Raises:
        MetaCoreError: when the input cannot be read.
    """
    try:
        return _native.call_text(name, input)
    except ValueError as error:
        raise MetaCoreError(**json.loads(str(error))) from None


class Prepared:
    """Something that is prepared once and asked often; its subclasses have its questions."""

    def __init__(self, name: str, input: Input) -> None:
        try:
            self._native = _native.Prepared(name, input)
        except ValueError as error:
            raise MetaCoreError(**json.loads(str(error))) from None

    def call(self, method: str, input: Input, other: Prepared | None = None) -> Any:
        """Asks the question `method`; of `other` too where it needs one.

        Raises:
            MetaCoreError: when the input cannot be read.
        """
        return json.loads(self.call_text(method, input, other))

    def call_text(self, method: str, input: Input, other: Prepared | None = None) -> str:
        """Asks the question `method`, and returns its report as JSON text.

        Raises:
            MetaCoreError: when the input cannot be read.
        """
        try:
            if other is None:
                return self._native.call_text(method, input)
            return self._native.call_text_with(method, other._native, input)
        except ValueError as error:
            raise MetaCoreError(**json.loads(str(error))) from None
