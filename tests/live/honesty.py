"""What a board may show at any moment, given what was lost on the way to it."""

from __future__ import annotations

from tests.live.memory_stream import MemoryStream
from tests.live.world import World
from tui.live.store.board import Changes
from tui.live.store.card import RELEASED
from tui.source.models import Call

LONGEST_DELAY_S = 2.0
_MOST_WRONG_S = 3.0 + 1.0 + 2 * LONGEST_DELAY_S


def leg_of(call: Call) -> int:
    """Number of the leg: a call that is offered again keeps its id, and gets another number."""
    return int(str((call.user_data or {})["leg"]))


class Judge:
    """Knows what was lost, and when the board must be right again.

    A loss is *told* if the stream said so: until a snapshot made after it has arrived the link must not be live. It is
    *silent* if nothing gave it away: then the board may be wrong until a snapshot made after it has arrived, provided
    that no message from before the snapshot comes after it was asked for: that one takes its call a step back, and
    what would have led forward again is the message that was lost.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._told_s: float | None = None
        self._silent_s: list[float] = []
        self._arrivals: list[tuple[float, float]] = []
        self._released_legs: set[int] = set()
        self._risen: list[int] = []
        world.server.on_answer = self._take_answer
        world.server.on_listen = self._take_stream
        world.board.watch(self._take_step)

    def note_told_loss(self) -> None:
        self._told_s = self._world.clock.now_s()

    def note_silent_loss(self) -> None:
        self._silent_s.append(self._world.clock.now_s())

    def check(self) -> None:
        """Whatever happened: what is shown is true, or the link says that it may not be."""
        live = self._world.link.live
        assert not (live and self._told_s is not None), f"live, and messages are missing since {self._told_s}"
        assert not self._risen, f"released legs came back to life: {self._risen}"
        server = self._world.server
        assert server.most_at_once <= 1, "two requests at once"
        assert server.most_beside <= 1, "two requests at once beside them"
        assert server.most_streams <= 1, "two streams at once"
        if live and not self._silent_s and not any(stream.under_way for stream in server.streams):
            self.check_equal()

    def check_equal(self) -> None:
        """The board is the server."""
        server, board = self._world.server, self._world.board
        shown = {key.id: known for key, known in board.calls.items() if not known.ended}
        assert shown.keys() == server.calls.keys()
        for call_id, call in server.calls.items():
            assert shown[call_id].call.same_but_older(call), f"{shown[call_id].call!r} is not {call!r}"
            age_s = shown[call_id].age_s(self._world.clock.now_s())
            assert age_s is not None
            assert abs(age_s - server.age_s(call_id)) <= _MOST_WRONG_S
        (source,) = board.sources.values()
        assert {device_id: known.device for device_id, known in source.devices.items()} == server.devices

    def _take_stream(self, stream: MemoryStream) -> None:
        stream.on_arrival = lambda sent_s: self._arrivals.append((sent_s, self._world.clock.now_s()))

    def _take_answer(self, asked_s: float, made_s: float) -> None:
        if self._told_s is not None and self._told_s <= made_s:
            self._told_s = None
        late = any(sent_s <= made_s and arrived_s >= asked_s for sent_s, arrived_s in self._arrivals)
        coming = any(sent.received_s <= made_s for stream in self._world.server.streams for sent in stream.under_way)
        if not (late or coming):
            self._silent_s = [lost_s for lost_s in self._silent_s if lost_s > made_s]

    def _take_step(self, _: Changes) -> None:
        for known in self._world.board.calls.values():
            leg = leg_of(known.call)
            if known.ended and known.ended_how == RELEASED:
                self._released_legs.add(leg)
            elif not known.ended and leg in self._released_legs:
                self._risen.append(leg)
