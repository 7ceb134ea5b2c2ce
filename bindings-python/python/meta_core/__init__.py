"""Embedded governance rules engine.

Every operation is a function with keyword arguments; documents are given as YAML or JSON text, or as
values that were read already. Reports are plain dictionaries.

>>> import meta_core
>>> meta_core.render_canonical(document={"b": 1, "a": 2})["canonical"]
'{"a":2,"b":1}'
"""

from ._call import MetaCoreError, call, call_text
from ._native import version as _version
from .handles import *  # noqa: F403
from .handles import __all__ as _handles
from .operations import *  # noqa: F403
from .operations import __all__ as _operations

__version__ = _version()
__all__ = ["MetaCoreError", "__version__", "call", "call_text", *_handles, *_operations]
