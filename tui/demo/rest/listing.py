"""Query parameters of lists: `fields`, filters, links instead of objects (API.md 1.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Json = dict[str, Any]
NOT_FILTERS = frozenset({"fields", "subresources", "limit", "offset", "sortBy", "order"})


def listing(name: str, items: Iterable[Json], query: Mapping[str, str], base_url: str) -> Json:
    """The body of a list answer.

    Args:
        name: The resource's plural name.
        items: Whole resources.
        query: The request's parameters; every one that is not known is an exact filter.
        base_url: Prefix for items which have no `uri` of their own.

    Returns:
        `{"uris": [...]}` without `fields`, else the objects under `name`.
    """
    kept = [item for item in items if _passes(item, query)]
    fields = query.get("fields")
    if fields is None:
        return {"uris": [item.get("uri", f"{base_url}/{name}/{item.get('id')}") for item in kept]}
    return {name: [chosen(item, fields) for item in kept]}


def chosen(item: Json, fields: str) -> Json:
    """The wanted fields of an item; "*" is all of them."""
    if fields == "*":
        return item
    wanted = {field.strip() for field in fields.split(",")}
    return {key: value for key, value in item.items() if key in wanted}


def _passes(item: Json, query: Mapping[str, str]) -> bool:
    return all(_equals(item.get(key), value) for key, value in query.items() if key not in NOT_FILTERS)


def _equals(found: object, wanted: str) -> bool:
    if isinstance(found, list):
        return wanted in found
    return str(found) == wanted


def whole_number(query: Mapping[str, str], name: str, otherwise: int) -> int:
    """A parameter that is a number not below 0; anything else counts as not given."""
    text = query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() else otherwise
