"""Values of attached data in words."""

from collections.abc import Mapping


def said(value: object) -> str:
    """Write a value.

    Args:
        value: Text, a number, or something nested.

    Returns:
        One line; nested values as `key: value` in braces.
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {said(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(said(item) for item in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
