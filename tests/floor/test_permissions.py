"""The users block that is printed, at real servers: publishers write their own keys, walls write nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from nats.js.api import ConsumerConfig, DeliverPolicy
from nats.js.errors import APIError

from tests.floor.servers import PROGRAMS, NatsServer, as_user, nats_server
from tui.floor.access.permissions import FloorUsers, dealt
from tui.floor.connection import FloorConnection, connected
from tui.floor.errors import FloorError, FloorRefusedError
from tui.floor.keys import FloorKeys
from tui.floor.session import FloorSession
from tui.floor.stream import check_stream, make_stream
from tui.floor.subjects import Subjects
from tui.live.clock import SystemClock

FLOOR = Subjects()
LOGINS = ["agent.one", "agent.two"]
OWN, OTHER = (FLOOR.login("north", login) for login in LOGINS)
USERS = FloorUsers(FLOOR, "north", dealt(LOGINS, 2), ("wall1",), ("site-wall",))


@pytest.fixture(scope="module", params=PROGRAMS)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    text = USERS.text()
    for user in USERS.users:
        text = text.replace(f"${user.variable}", f"secret-of-{user.name}")
    with nats_server(request.param, tmp_path_factory.mktemp("nats"), text) as running:
        yield running


async def is_refused(connection: FloorConnection, subject: str, data: bytes = b"no JSON") -> bool:
    try:
        await connection.ask(connection.stream.publish(subject, data, timeout=0.5), subject)
    except FloorRefusedError:
        return True
    except (APIError, FloorError):
        return False
    return False


async def test_a_publisher_writes_its_own_keys_and_nothing_else(server: NatsServer) -> None:
    url = await server.url()
    async with connected(as_user(url, "operator")) as operator:
        await make_stream(operator, FLOOR)
        last = await check_stream(operator, FLOOR)
    async with connected(as_user(url, "c1")) as publisher:
        keys = FloorKeys(publisher, FLOOR)
        await check_stream(publisher, FLOOR)
        assert await keys.last(FLOOR.publisher("c2")) is None
        found = await keys.last(OWN)
        assert await keys.put(OWN, b"1", 0 if found is None else found.sequence) == last + 1
        for subject in (OTHER, FLOOR.publisher("c2"), FLOOR.login("south", LOGINS[0]), f"{OWN}.x"):
            assert await is_refused(publisher, subject), subject
    async with connected(as_user(url, "c1")) as publisher:
        with pytest.raises(FloorRefusedError):
            await FloorSession(publisher, FLOOR, SystemClock().now_s).snapshot()


@pytest.mark.parametrize("user", ["wall1", "site-wall", "c1"])
async def test_nobody_but_the_operator_changes_the_stream(server: NatsServer, user: str) -> None:
    async with connected(as_user(await server.url(), user)) as connection:
        for verb in ("PURGE", "UPDATE", "DELETE", "MSG.DELETE", "CREATE"):
            assert await is_refused(connection, f"$JS.API.STREAM.{verb}.{FLOOR.stream}"), verb
        if user != "c1":
            assert await is_refused(connection, OWN)
            assert await is_refused(connection, FLOOR.publisher("c1"))


async def test_a_wall_reads_all_and_that_of_a_site_its_own(server: NatsServer) -> None:
    url, now_s = await server.url(), SystemClock().now_s
    async with connected(as_user(url, "operator")) as operator:
        await make_stream(operator, FLOOR)
        await operator.stream.publish(FLOOR.login("south", "jo"), b"1")
    async with connected(as_user(url, "wall1")) as wall:
        assert FLOOR.login("south", "jo") in await FloorSession(wall, FLOOR, now_s).snapshot()
    async with connected(as_user(url, "site-wall")) as wall:
        assert FLOOR.login("south", "jo") not in await FloorSession(wall, FLOOR, now_s).snapshot(["north"])
    for sites in ((), ("south",)):
        async with connected(as_user(url, "site-wall")) as wall:
            with pytest.raises(FloorRefusedError):
                await FloorSession(wall, FLOOR, now_s).snapshot(sites)


async def test_a_wall_cannot_let_the_server_write_for_it(server: NatsServer) -> None:
    url = await server.url()
    async with connected(as_user(url, "operator")) as operator, connected(as_user(url, "wall1")) as wall:
        await make_stream(operator, FLOOR)
        await operator.stream.publish(OWN, b"")
        before = (await operator.stream.stream_info(FLOOR.stream)).state.messages
        wanted = ConsumerConfig(deliver_subject=OTHER, deliver_policy=DeliverPolicy.ALL)
        with pytest.raises(APIError, match="cycle"):
            await wall.ask(wall.stream.add_consumer(FLOOR.stream, config=wanted))
        # It takes these, and then does nothing of what would be asked for.
        for verb in ("PURGE", "DELETE"):
            wanted = ConsumerConfig(deliver_subject=f"$JS.API.STREAM.{verb}.{FLOOR.stream}")
            await wall.ask(wall.stream.add_consumer(FLOOR.stream, config=wanted))
        await operator.stream.publish(OWN, b"")
        await FloorSession(wall, FLOOR, SystemClock().now_s).snapshot()
        assert (await operator.stream.stream_info(FLOOR.stream)).state.messages == before


def test_logins_are_dealt_evenly_and_all_of_them() -> None:
    logins = [str(number) for number in range(11)]
    shares = dealt(logins, 4)

    assert [name for name, _ in shares] == ["c1", "c2", "c3", "c4"]
    assert [len(each) for _, each in shares] == [3, 3, 3, 2]
    assert [login for _, each in shares for login in each] == logins


@pytest.mark.parametrize(
    ("users", "words"),
    [
        ({"publishers": [("c1", ["\x1b"])]}, "user name"),
        ({"publishers": [("c.1", [])]}, "letters"),
        ({"publishers": [("wall1", [])]}, "two users are named wall1"),
        ({"publishers": [], "walls": ['"}']}, "letters"),
    ],
)
def test_names_that_would_mean_something_in_there_are_refused(users: dict[str, list[object]], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        FloorUsers(FLOOR, "main", **users)  # type: ignore[arg-type]  # whatever is said
