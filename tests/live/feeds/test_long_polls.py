"""Polls that end too soon or too late, and two clients of one login: live as far as that can be, and never a storm."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.live.web_floor import Floor
from tests.live.web_server import WebServer
from tui.live.store.link import Link

Floors = Callable[[WebServer, int], Floor]


@pytest.fixture
def floor_of(monkeypatch: pytest.MonkeyPatch) -> Iterator[Floors]:
    floors: list[Floor] = []

    def make(server: WebServer, sources: int = 1) -> Floor:
        floors.append(Floor(sources, server, monkeypatch))
        return floors[-1]

    yield make
    for floor in floors:
        floor.close()


@pytest.fixture
def server() -> WebServer:
    return WebServer()


def links_of(floor: Floor) -> list[tuple[float, Link]]:
    """Every link from now on, with when it began."""
    links: list[tuple[float, Link]] = []

    def note(_: object) -> None:
        (source,) = floor.board.sources.values()
        if not links or links[-1][1] != source.link:
            links.append((floor.loop.time(), source.link))

    floor.board.watch(note)
    return links


def stale_after(links: list[tuple[float, Link]], after_s: float) -> list[tuple[float, str]]:
    return [(at_s, link.why) for at_s, link in links if at_s >= after_s and link.state == "stale"]


@pytest.mark.parametrize("cut_after_s", [2.0, 3.0, 10.0, 18.0])
def test_a_way_that_ends_long_polls_is_learned_of_after_two(
    floor_of: Floors, server: WebServer, cut_after_s: float
) -> None:
    server.cut_after_s = cut_after_s
    floor = floor_of(server, 1)
    links = links_of(floor)
    floor.until(floor.all_live, 5.0)
    floor.run_for(600.0)
    assert floor.all_live()
    assert len(stale_after(links, 0.0)) == 2
    assert not stale_after(links, 2 * cut_after_s + 5.0)
    assert sum(part == "login" for _, part in server.asked) == 1


def test_it_stays_learned_when_the_session_changes(floor_of: Floors, server: WebServer) -> None:
    server.cut_after_s = 3.0
    floor = floor_of(server, 1)
    floor.until(floor.all_live, 5.0)
    floor.run_for(60.0)
    server.fail(lambda part: httpx.Response(401) if part in ("poll", "held") else None)
    floor.until(lambda: not floor.all_live(), 5.0)
    links = links_of(floor)
    server.return_(forgetting=True)
    floor.until(floor.all_live, 5.0)
    floor.run_for(60.0)
    assert not stale_after(links, 0.0)


def test_a_way_that_cuts_and_a_server_that_does_not_listen(floor_of: Floors, server: WebServer) -> None:
    server.cut_after_s, server.hold_s, server.listens = 9.0, 110.0, False
    floor = floor_of(server, 1)
    links = links_of(floor)
    floor.until(floor.all_live, 5.0)
    floor.run_for(100.0)
    after_s = floor.loop.time()
    floor.run_for(300.0)
    assert floor.all_live()
    assert not stale_after(links, after_s)


def test_a_server_that_holds_as_long_as_it_likes_is_believed(floor_of: Floors, server: WebServer) -> None:
    server.hold_s, server.listens = 110.0, False
    floor = floor_of(server, 1)
    links = links_of(floor)
    floor.until(floor.all_live, 5.0)
    floor.run_for(1_000.0)
    assert not stale_after(links, 0.0)
    assert sum(part == "login" for _, part in server.asked) == 1
    assert sum(part == "version" for _, part in server.asked) <= 1_000.0 / 30.0 + 1


def test_a_server_that_holds_for_longer_than_it_advises_is_believed_after_two(
    floor_of: Floors, server: WebServer
) -> None:
    server.hold_s, server.advised_s, server.listens = 110.0, 30.0, False
    floor = floor_of(server, 1)
    links = links_of(floor)
    floor.until(floor.all_live, 5.0)
    floor.run_for(200.0)
    assert len(stale_after(links, 0.0)) == 2
    after_s = floor.loop.time()
    floor.run_for(1_000.0)
    assert not stale_after(links, after_s)
    assert sum(part == "login" for _, part in server.asked) == 1
    # And is taken at its word again when it keeps it.
    server.hold_s = 30.0
    floor.run_for(200.0)
    asked = sum(part == "version" for _, part in server.asked)
    floor.run_for(200.0)
    assert sum(part == "version" for _, part in server.asked) == asked


def test_a_silent_way_to_it_is_noticed_within_the_promise_all_the_same(floor_of: Floors, server: WebServer) -> None:
    server.hold_s, server.listens = 110.0, False
    floor = floor_of(server, 1)
    floor.until(floor.all_live, 5.0)
    floor.run_for(200.0)

    def silent(_part: str) -> httpx.Response | None:
        raise httpx.ReadTimeout("nothing came")

    hang = server.handle_async_request
    begun_s = floor.loop.time()
    server.fail(silent)
    server.handle_async_request = _never  # type: ignore[method-assign, assignment]  # nothing is answered
    floor.until(lambda: not floor.all_live(), 40.0 + 1.0)
    assert floor.loop.time() - begun_s <= 41.0
    server.handle_async_request = hang  # type: ignore[method-assign]  # as it was
    server.return_(forgetting=False)
    floor.until(floor.all_live, 15.0)


async def _never(_: httpx.Request) -> httpx.Response:
    await asyncio.sleep(3_600.0)
    raise httpx.ReadTimeout("nothing came")


@pytest.mark.parametrize("held", ["empty", "402"])
def test_two_clients_of_a_login_that_has_one_stream_come_to_rest_and_say_so(
    floor_of: Floors, server: WebServer, held: str
) -> None:
    server.one_stream = "empty" if held == "empty" else "402"
    floor = floor_of(server, 2)
    floor.run_for(120.0)
    handshakes = [at_s for at_s, part in server.asked if part == "handshake"]
    assert all(sum(begin <= at_s < begin + 25.0 for at_s in handshakes) <= 6 for begin in range(20, 95, 5))
    assert sum(part == "login" for _, part in server.asked) == 2
    assert any("another client uses this login" in entry.words for entry in floor.journal)
    server.one_stream = ""
    floor.until(floor.all_live, 40.0)
    floor.run_for(600.0)
    assert floor.all_live()
