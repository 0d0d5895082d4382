"""A wall of a floor: a login is live only where session, beat, value and link say so, else stale, and why is said."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from tests.floor.hand import FLOOR, OURS_S, THEIRS_S, FloorWall, Hand
from tests.floor.servers import PROGRAMS, NatsServer, as_user, nats_server
from tests.live.resources import call, device, ringing, snapshot
from tests.waiting import until
from tui.floor.connection import FloorConnection, connected
from tui.floor.reader import NOBODY
from tui.floor.reading import FloorReading
from tui.floor.stream import make_stream
from tui.floor.values import CallEnd
from tui.live.store.card import DISCONNECTED, CallKey, Sight
from tui.live.store.link import Link, LinkState

CALL = CallKey("5001", "a")


def operating(url: str) -> AbstractAsyncContextManager[FloorConnection]:
    return connected(as_user(url, "operator"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    with nats_server(PROGRAMS[0], tmp_path_factory.mktemp("nats")) as running:
        yield running


class Place:
    """A floor with one publisher, and walls that read it."""

    def __init__(self, url: str, connection: FloorConnection) -> None:
        self.url = url
        self.connection = connection
        self.c1 = Hand(connection)
        for name in ("5001", "5002"):
            self.add(self.c1, name)

    def add(self, hand: Hand, name: str) -> None:
        hand.board.add_source(name)
        known = snapshot(call("a", "Established", 40), devices=(device(f"d{name}", number=name),))
        hand.board.replace(name, known, Sight(hand.clock.now_s(), hand.clock.now_s()))

    async def put_both(self) -> None:
        await self.c1.put("5001")
        await self.c1.put("5002")
        await self.c1.beat()

    def wall(self, **reading: object) -> FloorWall:
        wanted = FloorReading("there", FLOOR, **reading)  # type: ignore[arg-type]  # each test passes what it means
        return FloorWall(lambda: operating(self.url), wanted)


@pytest.fixture
async def place(server: NatsServer) -> AsyncIterator[Place]:
    url = await server.url()
    async with operating(url) as connection:
        streams = connection.stream
        if any(info.config.name == FLOOR.stream for info in await streams.streams_info()):
            await streams.delete_stream(FLOOR.stream)
        await make_stream(connection, FLOOR)
        yield Place(url, connection)


async def test_it_is_live_with_the_first_beat_and_its_times_are_ours(place: Place) -> None:
    await place.put_both()
    async with place.wall().running() as wall:
        waiting = await wall.until("5001", "recovering", "waiting for c1")
        assert waiting.frozen_at_s == OURS_S
        assert wall.board.calls[CALL].start_s == OURS_S - 40
        place.c1.clock.advance(10.0)
        await place.c1.beat()
        await wall.until("5001", "live")
        assert wall.board.calls[CALL].start_s == OURS_S - 50
        assert wall.board.sources["5002"].link.live
        assert wall.board.sources["5001"].site == "main"


async def test_many_logins_come_and_go_live_in_several_steps_between_which_keys_are_answered(place: Place) -> None:
    names = [f"6{number:03}" for number in range(600)]
    for name in names:
        place.add(place.c1, name)
        await place.c1.put(name)
    wall, came, linked = place.wall(), list[int](), list[int]()
    wall.board.watch(lambda changes: came.append(len(changes.added)))
    wall.board.watch(lambda changes: linked.append(len(changes.links)))
    async with wall.running():
        await until(lambda: len(wall.board.calls) == len(names))
        assert max(came) < len(names)
        linked.clear()
        await place.put_both()
        await until(lambda: all(source.link.live for source in wall.board.sources.values()))
        assert max(linked) < len(names)


async def test_many_logins_are_stale_in_one_step(place: Place) -> None:
    names = [f"6{number:03}" for number in range(600)]
    for name in names:
        place.add(place.c1, name)
        await place.c1.put(name)
    async with place.wall().running() as wall:
        await until(lambda: len(wall.board.calls) == len(names))
        await place.put_both()
        await until(lambda: all(source.link.live for source in wall.board.sources.values()))
        place.c1.session = "s2"
        await place.c1.beat(complete=False)
        linked = list[int]()
        wall.board.watch(lambda changes: linked.append(len(changes.links)))
        await wall.until(names[-1], "recovering", "not put again by c1 yet")
        assert linked == [len(wall.board.sources)]


async def test_a_quicker_beat_moves_the_times_of_all_logins(place: Place) -> None:
    await place.put_both()
    async with place.wall().running() as wall:
        await wall.until("5001", "recovering", "waiting for c1")
        await place.c1.beat()
        await wall.until("5001", "live")
        keys = [CALL, CallKey("5002", "a")]
        begun = [wall.board.calls[key].start_s or 0.0 for key in keys]
        place.c1.clock.advance(2)
        wall.clock.advance(1)
        await place.c1.beat()
        await until(lambda: [wall.board.calls[key].start_s for key in keys] == [at_s - 1.0 for at_s in begun])
        assert wall.link("5001").live


async def test_nobody_there_is_said_and_is_not_live(place: Place) -> None:
    async with place.wall().running() as wall:
        await wall.until("there", "recovering", NOBODY)
        await place.put_both()
        await wall.until("5001", "live")
        assert set(wall.board.sources) == {"5001", "5002"}
        await place.c1.put_gone("5001")
        await until(lambda: set(wall.board.sources) == {"5002"})
        await place.c1.put_gone("5002")
        await wall.until("there", "recovering", NOBODY)
        assert not wall.board.calls


async def test_a_publisher_that_is_not_heard_is_named_and_its_logins_stand_where_it_was_heard_last(
    place: Place,
) -> None:
    async with place.wall().running() as wall:
        await place.put_both()
        await wall.until("5001", "live")
        place.c1.board.set_link("5002", LinkState.STALE, "GWS cut", since_s=THEIRS_S - 3, sure_until_s=THEIRS_S - 7)
        await place.c1.put("5002")
        cut = await wall.until("5002", "stale", "GWS cut")
        assert cut == Link(LinkState.STALE, OURS_S - 3, "GWS cut", OURS_S - 7)

        wall.clock.advance(6.4)
        wall.reader.check_silence()
        assert wall.link("5001").live
        wall.clock.advance(0.2)
        wall.reader.check_silence()
        silent = Link(LinkState.STALE, OURS_S, "nothing heard of c1", OURS_S)
        assert wall.link("5001") == silent
        assert wall.link("5002").why == "nothing heard of c1"
        assert wall.link("5002").frozen_at_s == OURS_S - 7
        assert list(wall.reader.silent) == [("c1", OURS_S)]
        assert wall.reader.count == 1

        place.c1.clock.advance(7.1)
        await place.c1.beat()
        await wall.until("5001", "live")
        await wall.until("5002", "stale", "GWS cut")
        assert not wall.reader.silent
        # What is planned for a minute later, when it is taken away, hides no beat that is missed before.
        wall.clock.advance(7.1)
        wall.reader.check_silence()
        assert wall.link("5001").why == "nothing heard of c1"


async def test_a_session_that_failed_is_told_before_its_connection_is_closed(place: Place) -> None:
    opened: list[FloorConnection] = []
    closing, may_close = asyncio.Event(), asyncio.Event()

    @asynccontextmanager
    async def connect() -> AsyncIterator[FloorConnection]:
        async with operating(place.url) as connection:
            opened.append(connection)
            try:
                yield connection
            finally:
                closing.set()
                await may_close.wait()

    async with FloorWall(connect).running() as wall:
        await place.put_both()
        await wall.until("5001", "live")
        opened[0].end("a doubt")
        await closing.wait()
        assert wall.link("5001").why == "floor not reachable: a doubt"
        may_close.set()
        await wall.until("5001", "recovering", "waiting for c1")


async def test_values_of_another_session_wait_to_be_put_again_and_go_after_a_minute(place: Place) -> None:
    async with place.wall().running() as wall:
        await place.put_both()
        await wall.until("5001", "live")
        place.c1.session = "s2"
        await place.c1.beat(complete=False)
        stale = await wall.until("5001", "recovering", "not put again by c1 yet")
        assert stale.frozen_at_s == OURS_S
        await place.c1.put("5001")
        await wall.until("5001", "live")
        await place.c1.beat(complete=True)
        await wall.until("5002", "stale", "not published by c1 any more")
        for _ in range(30):
            wall.clock.advance(2.0)
            place.c1.clock.advance(2.0)
            await place.c1.beat()
            await until(lambda: wall.reader.publishers()[0].heard_at_s == wall.clock.now_s())
            wall.reader.check_silence()
        assert set(wall.board.sources) == {"5001"}
        assert any(entry.source == "5002" and "any more" in entry.words for entry in wall.journal)
    async with place.wall().running() as wall:
        await wall.until("5002", "recovering", "waiting for c1")


async def test_what_was_not_put_again_goes_though_its_publisher_was_silent_then(
    place: Place,
) -> None:
    async with place.wall().running() as wall:
        await place.put_both()
        await wall.until("5001", "live")
        place.c1.session = "s2"
        await place.c1.put("5001")
        await place.c1.beat()
        await wall.until("5002", "stale", "not published by c1 any more")
        wall.clock.advance(70.0)
        wall.reader.check_silence()
        assert wall.link("5001").why == "nothing heard of c1"
        place.c1.clock.advance(70.0)
        for _ in range(5):
            await place.c1.beat()
            await until(lambda: wall.reader.publishers()[0].heard_at_s == wall.clock.now_s())
            wall.reader.check_silence()
            wall.clock.advance(2.0)
            place.c1.clock.advance(2.0)
        assert set(wall.board.sources) == {"5001"}


async def test_a_call_that_is_gone_ended_as_its_publisher_says_or_nobody_knows_how(place: Place) -> None:
    async with place.wall().running() as wall:
        for each in "bc":
            place.c1.board.apply("5001", [ringing(THEIRS_S, each)])
        await place.put_both()
        await wall.until("5001", "live")
        assert len(wall.board.keys_of("5001")) == 3
        kept = wall.board.calls[CALL]
        wall.clock.advance(1.0)
        place.add(place.c1, "5001")
        place.c1.board.remove_source("5001")
        place.add(place.c1, "5001")
        await place.c1.put("5001", ends=(CallEnd("b", THEIRS_S + 0.5, "released"),))
        await until(lambda: wall.board.calls[CallKey("5001", "b")].ended)
        one, other = (wall.board.calls[CallKey("5001", each)] for each in "bc")
        assert (one.ended_how, one.ended_at_s, one.end_seen_s) == ("released", OURS_S + 0.5, OURS_S + 1)
        assert (other.ended_how, other.ended_at_s) == (DISCONNECTED, OURS_S + 1)
        assert wall.board.calls[CALL] is kept
        await place.c1.put("5001")
        wall.clock.advance(7.0)
        wall.board.sweep()
        assert set(wall.board.keys_of("5001")) == {CALL}


async def test_a_lower_fence_is_refused_while_the_higher_one_is_heard(place: Place) -> None:
    c2 = Hand(place.connection, "c2", "t1")
    place.add(c2, "5001")
    c2.board.apply("5001", [ringing(THEIRS_S, "other")])
    async with place.wall().running() as wall:
        await place.c1.put("5001", 7)
        await place.c1.beat()
        await wall.until("5001", "live")
        await c2.put("5001", 6)
        await c2.beat()
        await until(lambda: len(wall.reader.publishers()) == 2)
        assert len(wall.board.calls) == 1
        await c2.put("5001", 8)
        await until(lambda: len(wall.board.calls) == 2)
        wall.clock.advance(7.1)
        wall.reader.check_silence()
        await wall.until("5001", "stale", "nothing heard of c2")
        await place.c1.put("5001", 7)
        place.c1.clock.advance(7.1)
        await place.c1.beat()
        # Nobody who is heard writes upon what it has not read: it is the newest, whatever somebody else wrote between.
        await wall.until("5001", "live")
        assert [key for key, known in wall.board.calls.items() if not known.ended] == [CALL]


async def test_what_was_overwritten_while_nobody_read_is_not_live_before_it_is_put_again(place: Place) -> None:
    c2 = Hand(place.connection, "c2", "t1")
    place.add(c2, "5001")
    is_open, made = asyncio.Event(), list[FloorConnection]()
    is_open.set()

    @asynccontextmanager
    async def connect() -> AsyncIterator[FloorConnection]:
        await is_open.wait()
        async with operating(place.url) as connection:
            made.append(connection)
            yield connection

    async with FloorWall(connect).running() as wall:
        await place.c1.put("5001", 7)
        await place.c1.put("5002", 7)
        await place.c1.beat()
        await wall.until("5001", "live")
        is_open.clear()
        await made[-1].close()
        await until(lambda: not wall.link("5001").live)
        # A call that rings now is seen by nobody, since the same is overwritten by what is none of c1's.
        place.c1.board.apply("5001", [ringing(THEIRS_S, "other")])
        await place.c1.put("5001", 7)
        await c2.put("5001", 6)
        is_open.set()
        await until(lambda: wall.reader.link.live)
        wall.clock.advance(1.0)
        place.c1.clock.advance(1.0)
        await place.c1.beat()
        await wall.until("5002", "live")
        stale = await wall.until("5001", "stale", "what c1 published is overwritten by c2")
        assert stale.frozen_at_s is not None
        assert stale.frozen_at_s <= OURS_S
        assert len(wall.board.keys_of("5001")) == 1
        await place.c1.put("5001", 7)
        await wall.until("5001", "live")
        assert len(wall.board.keys_of("5001")) == 2


async def test_a_login_that_was_refused_is_taken_when_nobody_else_has_it_any_more(place: Place) -> None:
    c2 = Hand(place.connection, "c2", "t1")
    place.add(c2, "5001")
    c2.board.apply("5001", [ringing(THEIRS_S, "other")])
    async with place.wall().running() as wall:
        await place.c1.put("5001", 7)
        await place.c1.beat()
        await wall.until("5001", "live")
        wall.clock.advance(4.0)
        c2.clock.advance(4.0)
        await c2.put("5001", 1)
        await c2.beat()
        await until(lambda: len(wall.reader.publishers()) == 2)
        assert len(wall.board.calls) == 1
        wall.clock.advance(3.0)
        wall.reader.check_silence()
        await wall.until("5001", "live")
        assert len(wall.board.calls) == 2


@pytest.mark.slow  # a silence of five seconds is waited for
async def test_a_lost_store_gives_no_login_to_another_one_before_its_own_publisher_had_time(place: Place) -> None:
    c2 = Hand(place.connection, "c2", "t1")
    place.add(c2, "5001")
    async with place.wall().running() as wall:
        await place.c1.put("5001", 7)
        await place.c1.beat()
        await wall.until("5001", "live")
        await place.connection.stream.delete_stream(FLOOR.stream)
        await make_stream(place.connection, FLOOR)
        await until(lambda: not wall.link("5001").live)
        await until(lambda: wall.reader.link.live)
        await c2.put("5001", 1)
        await c2.beat()
        await until(lambda: len(wall.reader.publishers()) == 2)
        assert wall.link("5001").why == "waiting for c1"
        await place.c1.put("5001", 7)
        place.c1.clock.advance(0.1)
        await place.c1.beat()
        await wall.until("5001", "live")
        assert {one.name: one.logins for one in wall.reader.publishers()} == {"c1": 1, "c2": 0}


async def test_what_cannot_be_read_is_said_and_never_taken_away(place: Place) -> None:
    async with place.wall().running() as wall:
        await place.put_both()
        await wall.until("5001", "live")
        await place.c1.raw(FLOOR.login("main", "5001"), b"{")
        await wall.until("5001", "stale", "its value cannot be read")
        assert CALL in wall.board.calls
        await place.c1.raw(FLOOR.login("main", "5009"), b'{"v":2}')
        assert (await wall.until("5009", "stale", "its publisher speaks version 2")).frozen_at_s is None
        await place.c1.raw(FLOOR.publisher("c1"), b'{"v":2}')
        await wall.until("5002", "stale", "c1 speaks version 2")
        await place.c1.raw("$KV.floor.x", b"")
        await place.put_both()
        await wall.until("5001", "live")
        await wall.until("5002", "live")


async def test_sites_and_groups_are_chosen(place: Place) -> None:
    await place.put_both()
    await place.c1.put("5001", site="berlin")
    async with place.wall().running() as wall:
        await until(lambda: set(wall.board.sources) == {"5001", "5002", "5001@berlin"})
    async with place.wall(sites=("berlin",)).running() as wall:
        await until(lambda: set(wall.board.sources) == {"5001"})
        assert wall.board.sources["5001"].site == "berlin"
        await place.c1.beat()
        await wall.until("5001", "live")
    async with place.wall(only=("Sales*",)).running() as wall:
        await wall.until("there", "recovering", NOBODY)


@pytest.mark.slow  # a silence of five seconds is waited for
async def test_a_lost_store_empties_no_wall(place: Place) -> None:
    async with place.wall().running() as wall:
        await place.c1.put("5001", 9)
        await place.c1.put("5002", 9)
        await place.c1.beat()
        await wall.until("5001", "live")
        await place.connection.stream.delete_stream(FLOOR.stream)
        await make_stream(place.connection, FLOOR)
        wall.clock.advance(3.0)
        # The consumer went with its stream: nobody says so, and the next look finds nothing.
        await until(lambda: not wall.link("5001").live)
        assert len(wall.board.calls) == 2
        place.c1.session = "s2"
        place.c1.clock.advance(3.0)
        await until(lambda: wall.reader.link.live)
        await place.c1.put("5001")
        await place.c1.beat(complete=False)
        await wall.until("5001", "live")
        assert not wall.link("5002").live
        assert CallKey("5002", "a") in wall.board.calls
