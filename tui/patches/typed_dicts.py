"""pydantic's names of schemas without the work of typed dictionaries: a sixtieth of the processor time of the start.

`pydantic_core.core_schema` defines a hundred of them, which nobody but a type checker reads: at run time each is a
plain dictionary. Each takes longer to define than a class of ours, since the type of each key is looked at.
"""

import sys
import typing
from types import ModuleType

import typing_extensions

SCHEMAS = "pydantic_core.core_schema"


class _AnyKeys(dict[str, object]):
    """Stands for `TypedDict`: those that are defined with it are called as it is, and make dictionaries."""

    def __init_subclass__(cls, *, total: bool = True) -> None:
        """Whether all keys are needed is for type checkers."""

    def __new__(cls, **keys: object) -> dict[str, object]:  # type: ignore[misc]  # so do typed dictionaries
        """Make a plain dictionary."""
        return keys


def import_schemas_untyped() -> None:
    """Import the names of schemas with a stand-in; for everybody else `TypedDict` is as it was."""
    if SCHEMAS in sys.modules:
        return
    # Where it is imported from there.
    home: ModuleType = typing_extensions if sys.version_info < (3, 12) else typing
    own = vars(home)["TypedDict"]
    vars(home)["TypedDict"] = _AnyKeys
    try:
        __import__(SCHEMAS)
    finally:
        vars(home)["TypedDict"] = own
