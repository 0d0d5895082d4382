"""Parties of a call for operations that name one: the exact number beside what is shown of it."""

from collections.abc import Iterator
from typing import NamedTuple

from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.live.store.outside import party_of
from tui.live.store.unmasked import unmasked_call
from tui.source.models import Participant
from tui.source.raw import Raw


class NamedParty(NamedTuple):
    """A party that an operation can name: its number as it came, and the party as it may be shown."""

    raw_number: Raw
    shown: Participant


def named_parties(board: Board, key: CallKey) -> Iterator[NamedParty]:
    """The parties of a call that an operation can name.

    Args:
        board: Tells what may be shown.
        key: Which call.

    Yields:
        Each, in order.
    """
    known = unmasked_call(board, key)
    if known is not None:
        for exact, shown in zip(known.call.parties, board.shown(key).call.parties, strict=True):
            if exact.sendable:
                yield NamedParty(exact.raw_number, shown)


def outside_party(board: Board, key: CallKey) -> NamedParty | None:
    """The party outside, if an operation can name it.

    Args:
        board: Tells what may be shown.
        key: Which call.
    """
    known = board.calls.get(key)
    party = party_of(known.call, known.leading) if known is not None else None
    return next((one for one in named_parties(board, key) if party is not None and one.shown == party), None)
