"""What a board and a census keep of all sources by increments, against a look at all of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.screens.centre import call as call_of
from tests.screens.centre import device as device_of
from tui.live.clock import FixedClock
from tui.live.store.board import Board, Changes
from tui.live.store.card import Sight
from tui.live.store.link import LinkState
from tui.source.models import User
from tui.source.snapshot import Snapshot
from tui.views.attention.census import Census
from tui.views.attention.thresholds import Thresholds


class _Links:
    """What a reader remembers of all sources, as long as the board says that it may."""

    def __init__(self, board: Board) -> None:
        self._board, self._seen = board, self._now(board)

    @staticmethod
    def _now(board: Board) -> tuple[int, list[object]]:
        return board.links_revision, [(name, source.link) for name, source in board.sources.items()]

    def check(self) -> None:
        before, self._seen = self._seen, self._now(self._board)
        assert before[1] == self._seen[1] or before[0] != self._seen[0]


_DEEDS = st.sampled_from(["add", "remove", "look", "other", "none", "lose", "supervise", "recall", "adopt"])


@given(st.lists(st.tuples(st.sampled_from("abc"), _DEEDS, st.integers(1, 3)), max_size=25))
def test_what_is_kept_of_all_sources_is_what_a_look_at_all_of_them_finds(
    deeds: list[tuple[str, str, int]],
) -> None:
    board = Board(FixedClock(100.0))
    census, links = Census(board, Thresholds()), _Links(board)

    def count(changes: Changes) -> None:
        census.take((*changes.added, *changes.changed, *changes.ended, *changes.removed))

    board.watch(count)
    memory = board.remember()
    for name, deed, number in deeds:
        if deed == "remove":
            board.remove_source(name)
        elif deed == "recall":
            board.recall(memory)
        elif name not in board.sources or deed == "add":
            board.add_source(name)
        elif deed == "lose":
            board.set_link(name, LinkState.STALE, "lost")
        elif deed == "adopt":
            part, memory = board.part(name), board.remember()
            board.remove_source(name)
            board.adopt(name, part)
        else:
            phone = device_of(f"500{number}")
            if deed == "supervise":
                phone = phone.model_copy(update={"capabilities": frozenset({"ListenIn"})})
            seen = Snapshot(user=User(), devices=() if deed == "none" else (phone,), calls=(call_of(f"{number}"),))
            board.replace(name, seen, Sight(100.0))
        links.check()
        phones = [(name, known.device) for name, source in board.sources.items() for known in source.devices.values()]
        assert set(board._numbers) == {phone.phone_number for _, phone in phones}
        assert board.supervising == {name for name, phone in phones if phone.capabilities & {"ListenIn"}}
        live = {name for name, source in board.sources.items() if source.link.live}
        going_on = [key for key, known in board.calls.items() if not known.ended]
        assert census.tally().unsure == sum(key.source not in live for key in going_on)
