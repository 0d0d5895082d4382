"""Addresses of pages with places for what is known of a call, such as `https://crm.example.com/?caller={number}`."""

import re
from collections.abc import Mapping
from urllib.parse import quote

_PLACE = re.compile(r"\{([^{}]*)\}")
_BEGINNING = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s{}/?#@\\]+(?:[/?#]|$)")
_FIELDS = frozenset({"number", "dnis", "type", "call"})
_DATA = "data."
_NEVER = frozenset({"file", "javascript", "data"})
_PAGES = frozenset({"http", "https"})
_VALUE = "value"
_STEPS = frozenset({".", ".."})
"""Browsers take them for steps in a path, also where they are percent-encoded."""


class UnknownValueError(Exception):
    """A place cannot be filled; the words name it."""


def check_template(template: str) -> None:
    """Refuse an address that would let a call decide where it leads.

    Args:
        template: The address; "" is none.

    Raises:
        ValueError: It does not name its scheme and host itself, or has a place that nothing is known for.
    """
    if not template:
        return
    if not _BEGINNING.match(template) or template.partition(":")[0].lower() in _NEVER:
        raise ValueError("an address begins with its scheme and host, such as https://crm.example.com/")
    if not template.isprintable() or " " in template:
        raise ValueError("an address has no spaces and no control characters: write %20")
    for name in _PLACE.findall(template):
        if name not in _FIELDS and not (name.startswith(_DATA) and name != _DATA):
            raise ValueError(
                f"nothing is known as {{{name}}}: there are {{number}}, {{dnis}}, {{type}}, {{call}}, {{data.KEY}}"
            )
    if set("{}") & set(_PLACE.sub("", template)):
        raise ValueError("a brace that belongs to no place: write %7B or %7D")


def check_link(template: str) -> None:
    """Refuse an address that would let a value decide where a link leads, or that is no page.

    Args:
        template: The address.

    Raises:
        ValueError: It does not name http or https and its host itself, or has no place for the value, or another one.
    """
    if not _BEGINNING.match(template) or template.partition(":")[0].lower() not in _PAGES:
        raise ValueError("a link begins with http:// or https:// and its host, such as https://crm.example.com/")
    if not template.isascii() or not template.isprintable() or " " in template:
        raise ValueError("a link is ASCII without spaces and control characters: write %20")
    if set(_PLACE.findall(template)) != {_VALUE} or set("{}") & set(_PLACE.sub("", template)):
        raise ValueError("a link has {value} where the value stands, and no other braces")


def filled(template: str, values: Mapping[str, object], mask: str) -> str:
    """Put the values of a call into an address.

    Args:
        template: From the configuration; `check_template` or `check_link` has nothing against it.
        values: See `tui.views.attention.ring.ring_values`; of a link the value alone.
        mask: What stands in the place of what may not be shown.

    Returns:
        The address: each value is one part of a path or query, whatever it holds.

    Raises:
        UnknownValueError: A value is missing, hidden by `[privacy]`, or a step in a path.
    """
    data = values.get("data")
    known = dict(values)
    if isinstance(data, Mapping):
        known |= {f"{_DATA}{key}": value for key, value in data.items()}

    def value_of(place: re.Match[str]) -> str:
        name = place[1]
        found = known.get(name)
        if found in (None, ""):
            raise UnknownValueError(f"{name} is not known")
        if mask in str(found):
            raise UnknownValueError(f"{name} is hidden by [privacy]")
        if found in _STEPS:
            raise UnknownValueError(f"{name} is a step in a path")
        return quote(str(found), safe="", errors="replace")

    return _PLACE.sub(value_of, template)
