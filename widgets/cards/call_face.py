"""A call as strips of cells: a pure function of the call, the moment and how to draw it."""

from textual.strip import Strip

from tui.live.store.card import BoardCall
from tui.views.words.call_words import CallPlace
from widgets.cards.big_face import big_face
from widgets.cards.card_face import card_face
from widgets.cards.density import Density
from widgets.cards.look import Look
from widgets.cards.row_face import row_face

LEAST_WIDTH = 20
"""Narrowest face, cells."""

_FACES = {Density.BIG: big_face, Density.CARD: card_face, Density.ROW: row_face}


def call_face(call: BoardCall, now_s: float, place: CallPlace, look: Look) -> list[Strip]:
    """Draw a call.

    Args:
        call: The call.
        now_s: Up to when the board is sure of it, seconds of the board's clock.
        place: Where it belongs.
        look: How to draw it; at least `LEAST_WIDTH` wide.

    Returns:
        As many strips as the density is high, each exactly as wide as asked.
    """
    return _FACES[look.density](call, now_s, place, look)
