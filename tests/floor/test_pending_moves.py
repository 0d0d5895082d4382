"""Logins that wait to be moved: a few at a time, each once."""

from __future__ import annotations

from tui.floor.pending_moves import PendingMoves


def test_they_are_taken_out_for_as_long_as_there_is_time_and_one_at_the_least() -> None:
    moves = PendingMoves()
    moves.add(["5001", "5002", "5003"])
    assert list(moves.slice(0.0)) == ["5001"]
    moves.add(["5001", "5002"])
    assert list(moves.slice(60.0)) == ["5002", "5003", "5001"]
    assert not moves
    moves.add(["5001"])
    moves.clear()
    assert list(moves.slice()) == []
