"""A publisher at a real server: what its board knows stands there, one publisher a login, whatever happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from pathlib import Path
from shutil import copytree, rmtree

import pytest
from nats.js.errors import NotFoundError

from tests.floor.publishers import (
    FAST,
    FLOOR,
    FloorView,
    board_of,
    named,
    operating,
    publishing,
    until_state,
)
from tests.floor.servers import PROGRAMS, NatsServer, as_user, nats_server
from tests.floor.test_values import compared, published
from tests.live.resources import held, released
from tests.waiting import PATIENCE_S, until
from tui.floor.access.login import FloorLogin
from tui.floor.connection import FloorConnection, connected
from tui.floor.errors import FloorRefusedError
from tui.floor.keys import FloorKeys
from tui.floor.stream import make_stream
from tui.floor.values import Signature
from tui.floor.writing.encoding import LoginEncoder
from tui.floor.writing.fencing import ClaimState
from tui.floor.writing.publisher import FloorPublisher
from tui.live.store.board import Board
from tui.live.store.link import LinkState
from tui.live.store.privacy import OPEN

ONE, TWO = "5001", "5002"


@pytest.fixture(params=PROGRAMS, scope="module")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    with nats_server(request.param, tmp_path_factory.mktemp("nats")) as running:
        yield running


@pytest.fixture
async def floor(server: NatsServer) -> AsyncIterator[FloorView]:
    async with operating(server) as view:
        with suppress(NotFoundError):
            await view.connection.stream.delete_stream(FLOOR.stream)
        await make_stream(view.connection, FLOOR)
        yield view


async def is_right(floor: FloorView, board: Board, login: str) -> bool:
    """Whether what stands there is what the board knows."""
    value = await floor.value(login)
    return value is not None and value.part is not None and compared(value.part) == published(board.part(login), OPEN)


async def test_everything_is_put_before_the_beat_says_so_and_every_change_follows(
    server: NatsServer, floor: FloorView
) -> None:
    board = board_of(ONE, TWO)
    async with publishing(server, board) as publisher:
        beat = await floor.until_beat("c1", lambda beat: beat.complete)
        assert (beat.logins, beat.kind, beat.beat_s) == (2, "collector", 0.2)
        for login in (ONE, TWO):
            value = await floor.value(login)
            assert value is not None
            assert value.signature == Signature("c1", beat.session, 1)
            assert await is_right(floor, board, login)
        assert publisher.link.live
        assert {claim.state for claim in publisher.claims.values()} == {ClaimState.PUBLISHED}

        board.apply(ONE, [held(board.clock.now_s(), f"{ONE}-a", 7)])
        await floor.until(ONE, lambda value: value.part and value.part.calls[0].call.state == "Held")
        board.set_link(ONE, LinkState.STALE, "cut")
        value = await floor.until(ONE, lambda value: value.part and not value.part.source.link.live)
        assert await is_right(floor, board, ONE)

        board.set_link(ONE, LinkState.LIVE)
        board.apply(ONE, [released(board.clock.now_s(), f"{ONE}-a", 8)])
        await floor.until(ONE, lambda value: value.part and value.part.calls[0].ended)
        board.ended_for_s = 0.0
        board.sweep()
        board.apply(ONE, [held(board.clock.now_s(), "b", 1)])
        value = await floor.until(ONE, lambda value: value.part and value.part.calls[0].key.id == "b")
        assert [(end.id, end.ended_how) for end in value.ends] == [(f"{ONE}-a", "released")]


async def test_a_login_of_which_nothing_is_known_yet_is_left_as_it_stands(server: NatsServer, floor: FloorView) -> None:
    board = board_of(ONE)
    board.add_source(TWO)
    async with publishing(server, board) as publisher:
        await until_state(publisher, ONE, ClaimState.PUBLISHED)
        beat = await floor.until_beat("c1", lambda beat: beat.logins == 1)
        assert not beat.complete
        assert await floor.value(TWO) is None
        board.set_link(TWO, LinkState.REFUSED, "wrong password")
        await floor.until_beat("c1", lambda beat: beat.complete)
        value = await floor.value(TWO)
        assert value is not None
        assert value.part is not None
        assert value.part.source.link.why == "wrong password"


async def test_of_two_publishers_one_stands_by_until_the_other_is_silent(server: NatsServer, floor: FloorView) -> None:
    async with AsyncExitStack() as ours:
        async with publishing(server, board_of(ONE, TWO), options=named("c2")) as second:
            await until_state(second, ONE, ClaimState.PUBLISHED)
            first = await ours.enter_async_context(publishing(server, board_of(ONE)))
            await until_state(first, ONE, ClaimState.STANDING_BY)
            assert (first.claims[ONE].rival, first.claims[ONE].why) == ("c2", "published by c2")
            await floor.until_beat("c1", lambda beat: beat.complete and not beat.logins)
        # It ended without a word.
        value = await floor.until(ONE, lambda value: value.signature.publisher == "c1")
        assert value.signature.fence == 2
        async with publishing(server, board_of(ONE, TWO), options=named("c2")) as second:
            await until_state(second, ONE, ClaimState.STANDING_BY)
            await until_state(second, TWO, ClaimState.PUBLISHED)
            assert second.claims[TWO].fence == 2
            assert first.claims[ONE].state is ClaimState.PUBLISHED


async def test_a_login_is_taken_over_at_once_where_that_is_wanted_and_taken_back_by_nobody(
    server: NatsServer, floor: FloorView
) -> None:
    theirs = board_of(ONE)
    async with publishing(server, theirs, options=named("c2", replace(FAST, take_over=True))) as second:
        await until_state(second, ONE, ClaimState.PUBLISHED)
        async with publishing(server, board_of(ONE), options=replace(FAST, take_over=True)) as first:
            await until_state(first, ONE, ClaimState.PUBLISHED)
            # Nothing happens there, and it finds out all the same; it has had its turn.
            await until_state(second, ONE, ClaimState.STANDING_BY)
            theirs.set_link(ONE, LinkState.STALE, "cut")
            await floor.until_beat("c2", lambda beat: not beat.logins)
            value = await floor.value(ONE)
            assert value is not None
            assert value.signature[::2] == ("c1", 2)


async def test_a_put_that_is_denied_is_told_as_a_denial_and_keeps_back_nobody_else(
    server: NatsServer, floor: FloorView
) -> None:
    board = board_of(ONE, TWO)
    async with publishing(server, board, user="c1") as publisher:
        await until_state(publisher, TWO, ClaimState.DENIED)
        assert "permissions violation" in publisher.claims[TWO].why.lower()
        beat = await floor.until_beat("c1", lambda beat: beat.complete)
        assert beat.logins == 1
        board.set_link(ONE, LinkState.STALE, "cut")
        await floor.until(ONE, lambda value: value.part and not value.part.source.link.live)
        assert publisher.link.live
        assert publisher.claims[ONE].state is ClaimState.PUBLISHED
    async with publishing(server, board, user="collector") as publisher:
        await until(lambda: publisher.link.state is LinkState.REFUSED)
        assert "permissions violation" in publisher.link.why.lower()
    assert await floor.value(TWO) is None


async def test_a_value_that_is_no_longer_taken_is_no_longer_beaten_for(server: NatsServer, floor: FloorView) -> None:
    board = board_of(ONE, TWO)
    async with publishing(server, board) as publisher:
        before = await floor.until_beat("c1", lambda beat: beat.complete)
        streams = floor.connection.stream
        stream = (await streams.stream_info(FLOOR.stream)).config
        await streams.update_stream(stream, max_msg_size=1_000)
        data = {f"key{number}": "x" * 100 for number in range(20)}
        board.apply(ONE, [held(board.clock.now_s(), f"{ONE}-a", 7, user_data=data)])
        await until_state(publisher, ONE, ClaimState.DENIED)
        beat = await floor.until_beat("c1", lambda beat: beat.complete and beat.session != before.session)
        value = await floor.value(ONE)
        assert value is not None
        assert value.signature.session == before.session, "stale, and not the present state"
        assert (await floor.until(TWO, lambda value: value.signature.session == beat.session)) is not None
        await streams.update_stream(stream, max_msg_size=stream.max_msg_size)
        await until_state(publisher, ONE, ClaimState.PUBLISHED)


async def test_a_key_alone_is_denied_and_the_connection_goes_on(server: NatsServer, floor: FloorView) -> None:
    async with connected(as_user(await server.url(), "c1")) as connection:
        keys = FloorKeys(connection, FLOOR)
        with pytest.raises(FloorRefusedError, match=r"(?i)permissions violation for publish"):
            await keys.put(FLOOR.login("main", TWO), b"x", 0)
        assert await keys.put(FLOOR.login("main", ONE), b"x", 0) > 0
        with pytest.raises(FloorRefusedError, match=r"(?i)permissions violation"):
            await keys.last(FLOOR.login("berlin", ONE))
        assert (await keys.last(FLOOR.login("main", ONE))) is not None
    assert await floor.value(TWO) is None


async def test_what_no_program_of_ours_wrote_is_written_over_and_another_version_is_not(
    server: NatsServer, floor: FloorView
) -> None:
    for login, data in ((ONE, b"\x1b[2J"), (TWO, b'{"v":2}')):
        await floor.connection.stream.publish(FLOOR.login("main", login), data)
    async with publishing(server, board_of(ONE, TWO)) as publisher:
        await until_state(publisher, ONE, ClaimState.PUBLISHED)
        await until_state(publisher, TWO, ClaimState.STANDING_BY)
        assert "version 2" in publisher.claims[TWO].why


async def test_who_leaves_on_purpose_says_that_its_login_is_gone(server: NatsServer, floor: FloorView) -> None:
    async with publishing(server, board_of(ONE), options=replace(FAST, says_gone=True)) as publisher:
        await until_state(publisher, ONE, ClaimState.PUBLISHED)
    value = await floor.value(ONE)
    assert value is not None
    assert value.part is None
    async with publishing(server, board_of(ONE), options=named("c2")) as publisher:
        await until_state(publisher, ONE, ClaimState.PUBLISHED)
        assert publisher.claims[ONE].fence == 2


async def test_of_two_programs_of_one_name_the_later_one_goes_on(server: NatsServer, floor: FloorView) -> None:
    async with AsyncExitStack() as ours:
        earlier = await ours.enter_async_context(publishing(server, board_of(ONE)))
        await until_state(earlier, ONE, ClaimState.PUBLISHED)
        async with publishing(server, board_of(ONE)) as later:
            await until(lambda: earlier.link.state is LinkState.REFUSED)
            assert earlier.link.why == "another program publishes as c1"
            await until_state(later, ONE, ClaimState.PUBLISHED)
            assert later.link.live
        await until(lambda: earlier.link.live)
        await until_state(earlier, ONE, ClaimState.PUBLISHED)
        assert earlier.claims[ONE].fence == 3
    assert await floor.beat("c1") is not None


@pytest.mark.parametrize("program", PROGRAMS)
async def test_a_server_that_comes_back_has_everything_again(program: str, tmp_path: Path) -> None:
    board = board_of(ONE, TWO)
    with nats_server(program, tmp_path / "nats") as server:
        async with operating(server) as floor:
            await make_stream(floor.connection, FLOOR)
            async with publishing(server, board) as publisher:
                sessions = {(await floor.until_beat("c1", lambda beat: beat.complete)).session}
                server.kill()
                older = tmp_path / "older"
                copytree(server.store, older)
                for store in ("kept", "wiped", "older"):
                    await until(lambda: publisher.link.state is LinkState.STALE)
                    board.apply(ONE, [held(board.clock.now_s(), f"{ONE}-{store}", 7)])
                    if store != "kept":
                        rmtree(server.store)
                    if store == "older":
                        copytree(older, server.store)
                    server.restart()
                    async with operating(server) as again:
                        await make_stream(again.connection, FLOOR)
                        beat = await again.until_beat("c1", lambda beat: beat.complete and beat.session not in sessions)
                        sessions.add(beat.session)
                        assert await is_right(again, board, ONE)
                        assert await is_right(again, board, TWO)
                        assert {claim.fence for claim in publisher.claims.values()} == {1}
                    server.kill()


async def test_a_beat_of_the_program_before_that_an_older_store_brings_back_is_not_waited_for(
    tmp_path: Path,
) -> None:
    # It would be waited for three times as long.
    slow = replace(FAST, beat_s=PATIENCE_S)
    with nats_server(PROGRAMS[0], tmp_path / "nats") as server:
        async with operating(server) as floor:
            await make_stream(floor.connection, FLOOR)
            async with publishing(server, board_of(ONE), options=slow):
                await floor.until_beat("c1", lambda beat: beat.complete)
        server.kill()
        older = tmp_path / "older"
        copytree(server.store, older)
        server.restart()
        async with publishing(server, board_of(ONE), options=slow) as publisher:
            await until_state(publisher, ONE, ClaimState.PUBLISHED)
            server.kill()
            await until(lambda: not publisher.link.live)
            rmtree(server.store)
            copytree(older, server.store)
            server.restart()
            await until(lambda: publisher.link.live)
            await until_state(publisher, ONE, ClaimState.PUBLISHED)


def test_names_that_are_none_are_refused_at_once() -> None:
    board = board_of(ONE, TWO)
    for names, options in (
        ({ONE: "5001", TWO: "5001"}, FAST),
        ({ONE: ""}, FAST),
        ({ONE: "5001"}, named("a.b")),
        ({ONE: "5001"}, replace(FAST, site="*")),
    ):
        with pytest.raises(ValueError, match=r"name|login"):
            FloorPublisher(board, names, lambda: connected(FloorLogin(("",))), FLOOR, options, LoginEncoder(OPEN))


@pytest.mark.parametrize("turns", [None, *range(8)])
async def test_it_ends_when_it_is_told_to_in_the_moment_of_a_doubt(
    server: NatsServer, floor: FloorView, turns: int | None
) -> None:
    opened: list[FloorConnection] = []
    async with publishing(server, board_of(ONE), opened=opened) as publisher:
        await until_state(publisher, ONE, ClaimState.PUBLISHED)
        # What ends a session, and what ends the publisher, may both be on their way.
        if turns is None:
            asyncio.get_running_loop().call_soon(opened[-1].end, "a doubt")
        else:
            opened[-1].end("a doubt")
            for _ in range(turns):
                await asyncio.sleep(0)
    assert await floor.value(ONE) is not None
