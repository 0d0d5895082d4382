"""A session that only looks has no way to operate a call, whatever asks it to."""

from __future__ import annotations

import inspect

import pytest

from tests.gws.scripted_server import ScriptedServer
from tui.gws.auth import ReadingSession, Session
from tui.gws.connection import GwsLine, ReadingLine
from tui.gws.line import line_to
from tui.gws.rest import ReadingRest
from tui.live.feeds.feed import Feed
from tui.live.operations.leaving import end_session
from tui.live.posting import NotSentError
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.source.intent import Intent, Target
from tui.source.port import ActingLine
from tui.source.raw import Raw


async def test_its_line_has_no_way_to_operate(server: ScriptedServer) -> None:
    connect = line_to(server.login, float, acts=False)
    async with connect() as line:
        await line.log_in()
        assert isinstance(line, ReadingLine)
        assert not isinstance(line, ActingLine)
    with pytest.raises(NotSentError, match="only looks"):
        await end_session(connect)

    assert {asked.method for asked in server.asked} == {"GET"}


async def test_its_feed_sends_nothing(server: ScriptedServer, board: Board, journal: Journal) -> None:
    feed = Feed("5001", line_to(server.login, board.clock.now_s, acts=False), board, journal)
    with pytest.raises(NotSentError):
        await feed.send(Intent(Target.CALL, "Hangup", Raw("c1")), {})
    assert server.asked == []


def test_only_what_acts_can_post_anywhere() -> None:
    for looks in (ReadingSession, ReadingRest, ReadingLine):
        assert not {"post", "operate", "send"} & {name for name, _ in inspect.getmembers(looks)}
    assert list(inspect.signature(ReadingSession.converse).parameters) == ["self", "content", "wait_s"]
    assert hasattr(Session, "post")
    assert hasattr(GwsLine, "operate")
