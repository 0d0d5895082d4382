"""Attached data as rows: what may be shown, and how values are written."""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from types import MappingProxyType

from tui.source.models import Call
from tui.views.words.attached_data import said
from widgets.desk.data_face import DataRow

_NO_LINKS: Mapping[str, str] = MappingProxyType({})


def data_rows(
    call: Call, show: Sequence[str], hide: Sequence[str], wanted: str, links: Mapping[str, str] = _NO_LINKS
) -> tuple[list[DataRow], int]:
    """Choose the rows.

    Args:
        call: The call.
        show: Patterns of the keys that are shown; none means all.
        hide: Patterns of the keys that are not.
        wanted: A key that has a row also where it is not attached, "" for none.
        links: Pages that values lead to, by key.

    Returns:
        The rows, and how many pairs are hidden.
    """
    data = call.user_data or {}
    seen = [key for key in data if is_wanted(key, show, hide)]
    rows = [DataRow(key, said(data[key]), links.get(key, "")) for key in seen]
    if wanted and wanted not in data:
        rows.append(DataRow(wanted, ""))
    return rows, len(data) - len(seen)


def is_wanted(key: str, show: Sequence[str], hide: Sequence[str]) -> bool:
    """Whether an entry is shown.

    Args:
        key: Its key.
        show: Patterns of the keys that are shown; none means all.
        hide: Patterns of the keys that are not.
    """
    return _matches(key, show, empty=True) and not _matches(key, hide, empty=False)


def _matches(key: str, patterns: Sequence[str], *, empty: bool) -> bool:
    return any(fnmatchcase(key, pattern) for pattern in patterns) if patterns else empty
