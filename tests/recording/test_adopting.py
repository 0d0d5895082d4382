"""A board that takes logins over from another is recorded and replayed like any other."""

from __future__ import annotations

from pathlib import Path

from tests.live.resources import call, device, released, ringing, snapshot
from tests.live.store.test_adopt import known, lived
from tui.live.clock import FixedClock
from tui.live.operations.operator import Operator
from tui.live.reports.history import History
from tui.live.store.card import CallKey, Sight
from tui.live.store.journal import Journal
from tui.live.store.link import LinkState
from tui.live.store.privacy import OPEN
from tui.recording.player import Player
from tui.recording.recorded import RecordedBoard
from tui.recording.recorder import Recorder, RecordingRequest

ONE, TWO = "5001", "5002"


async def test_what_was_adopted_and_removed_is_so_in_a_replay(tmp_path: Path) -> None:
    path, clock, theirs = tmp_path / "floor.callrec", FixedClock(1_000.0), lived([])
    recorder = Recorder(RecordingRequest(path, OPEN, "wall", {}), clock)
    board, journal = RecordedBoard(recorder), Journal(clock)
    recorder.attach(board, journal, Operator(board, journal, {}), History(board))
    recorder.start()
    theirs.replace(ONE, snapshot(call("a"), devices=(device(),)), Sight(1_000.0, 1_000.0))
    theirs.apply(TWO, [ringing(1_000.0, "b")])
    states = []
    for name, part in theirs.remember().parts().items():
        board.adopt(name, part)
    states.append(known(board))
    clock.advance(10.0)
    board.set_link(ONE, LinkState.STALE, "nothing heard", since_s=1_009.0, sure_until_s=1_008.0)
    theirs.apply(TWO, [released(1_000.0, "b")])
    board.adopt(TWO, theirs.remember().parts()[TWO])
    states.append(known(board))
    clock.advance(10.0)
    board.remove_source(ONE)
    states.append(known(board))
    recorder.stop()

    player = Player.open(path)
    try:
        assert player.damaged == 0
        for at_s, state in zip((1_005.0, 1_015.0, 1_020.0, 1_005.0), (*states, states[0]), strict=True):
            player.go_to(at_s)
            assert known(player.board) == state, at_s
        assert player.damaged == 0
        assert player.board.sources[ONE].link.live
        assert CallKey(TWO, "b") in player.board.calls
    finally:
        player.close()
