"""Attached data as rows: what may be shown, and how values are written."""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase

from tui.gws.models import Call
from widgets.data_face import DataRow


def data_rows(call: Call, show: Sequence[str], hide: Sequence[str], wanted: str) -> tuple[list[DataRow], int]:
    """Choose the rows.

    Args:
        call: The call.
        show: Patterns of the keys that are shown; none means all.
        hide: Patterns of the keys that are not.
        wanted: A key that has a row also where it is not attached, "" for none.

    Returns:
        The rows, and how many pairs are hidden.
    """
    data = call.user_data or {}
    seen = [key for key in data if _matches(key, show, empty=True) and not _matches(key, hide, empty=False)]
    rows = [DataRow(key, said(data[key])) for key in seen]
    if wanted and wanted not in data:
        rows.append(DataRow(wanted, ""))
    return rows, len(data) - len(seen)


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


def _matches(key: str, patterns: Sequence[str], *, empty: bool) -> bool:
    return any(fnmatchcase(key, pattern) for pattern in patterns) if patterns else empty
