"""Which attached data lead to pages: those of which the whole value came, may be seen, and is shown as it is."""

from collections.abc import Mapping
from fnmatch import fnmatchcase

from tui.config.page_address import UnknownValueError, filled
from tui.live.operations.attached import Attached, attached_to
from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.live.store.privacy import MASK
from tui.source.raw import Raw
from tui.views.words.attached_data import said


def links_of(board: Board, key: CallKey, templates: Mapping[str, str]) -> dict[str, str]:
    """Find the pages behind the attached data of a call.

    Args:
        board: Tells what may be seen.
        key: Which call.
        templates: Addresses with a place for the value, by pattern of the key; the first that fits counts.

    Returns:
        Addresses by the key that is shown; none for what is masked, withheld, cut or empty.
    """
    if not templates:
        return {}
    found = {one.shown_key: _link(one, templates) for one in attached_to(board, key)}
    return {name: address for name, address in found.items() if address}


def _link(one: Attached, templates: Mapping[str, str]) -> str:
    template = next((page for pattern, page in templates.items() if fnmatchcase(one.shown_key, pattern)), "")
    value = one.entry.value
    exact = value.text if isinstance(value, Raw) else "" if isinstance(value, bool) else str(value)
    if not template or not one.seen or said(one.shown) != exact:
        return ""
    try:
        return filled(template, {"value": exact}, MASK)
    except UnknownValueError:
        return ""
