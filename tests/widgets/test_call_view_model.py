"""What is kept of a card from one second to the next is what drawing it anew would give, also when time goes back."""

from __future__ import annotations

import random

import pytest

from tests.screens.centre import BILLING, RETENTION, busy, call, tell
from tui.live.clock import FixedClock
from tui.live.store.board import Board
from tui.live.store.link import LinkState
from tui.views.attention.thresholds import Thresholds
from widgets.cards.density import Density
from widgets.drawing.palette import DARK
from widgets.wall.call_view_model import CallViewModel
from widgets.wall.grid import fixed_grid

LIMITS = Thresholds(ringing_s=12, held_s=40, talking_s=70, paused_s=20)
STATES = ("Ringing", "Established", "Held", "Released")


def change(board: Board, choose: random.Random) -> None:
    """Let something happen to one of two calls, or to its login."""
    kind = choose.randrange(6)
    recording = choose.choice([None, "Recording", "Paused", "Stopped"])
    if kind < 4:
        tell(board, BILLING, call(f"new{kind % 2}", choose.choice(STATES), recordingState=recording))
    else:
        board.set_link(RETENTION, LinkState.STALE if kind == 4 else LinkState.LIVE, "a proxy")


@pytest.mark.parametrize("density", [Density.ROW, Density.CARD])
@pytest.mark.parametrize("seed", range(6))
def test_a_card_that_is_kept_is_as_if_drawn_anew(density: Density, seed: int, board: Board, clock: FixedClock) -> None:
    choose, grid = random.Random(seed), fixed_grid(density, 120)
    busy(board, clock)
    kept = CallViewModel(board, LIMITS)
    for second in range(150):
        if choose.random() < 0.2:
            change(board, choose)
        clock.advance(-7.0 if second % 50 == 49 else choose.choice([0.4, 1.0, 1.0]))
        anew = CallViewModel(board, LIMITS)
        for key in board.calls:
            selected = choose.random() < 0.1
            shown = kept.strips(key, grid, DARK, selected=selected)
            assert shown == anew.strips(key, grid, DARK, selected=selected)
            assert kept.strips(key, grid, DARK, selected=selected) is shown


def test_a_row_of_which_only_the_time_moves_keeps_all_its_other_parts(board: Board, clock: FixedClock) -> None:
    busy(board, clock)
    kept, grid = CallViewModel(board, Thresholds()), fixed_grid(Density.ROW, 120)
    tell(board, BILLING, call("plain"))
    key = next(key for key in board.calls if key.id == "plain")
    (before,) = kept.strips(key, grid, DARK, selected=False)
    clock.advance(1.0)
    (after,) = kept.strips(key, grid, DARK, selected=False)

    changed = [number for number, (old, new) in enumerate(zip(before, after, strict=True)) if old is not new]
    assert len(changed) == 1
    assert list(before)[changed[0]].text != list(after)[changed[0]].text
