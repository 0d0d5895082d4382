"""Back to right within two seconds of a server's return, whatever it answered until then, and without storms.

The client is the real one from the feed down to httpx; only the network is left out, so that time can be virtual.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.live.web_floor import Floor
from tests.live.web_server import Fault, WebServer
from tui.live.store.link import LinkState
from tui.source.retry_queue import LONGEST_S

PROMISED_S = 2.0
"""DECISIONS.md 4; the rule of this repository against asserting times is about those of a machine."""

MANY = 60
POLLS = ("poll", "held")
OUTAGES_S = (0.5, 3.0, 100.0)


def status(code: int, **headers: str) -> Fault:
    return lambda _: httpx.Response(code, text="busy", headers=headers)


def page(_: str) -> httpx.Response:
    return httpx.Response(200, html="<html>We are back soon</html>")


def unreachable(_: str) -> httpx.Response:
    raise httpx.ConnectError("refused")


def only(fault: Fault, *parts: str) -> Fault:
    return lambda part: fault(part) if part in parts else None


def forgotten(part: str) -> httpx.Response | None:
    """A session that is forgotten as soon as it is there."""
    reply = {"channel": "/meta/connect", "successful": False, "error": "402::Unknown client"}
    return httpx.Response(200, json=[reply]) if part in POLLS else None


def voice_down(part: str) -> httpx.Response | None:
    """No Voice service, and nobody who says when it comes back."""
    services = [{"name": "SIP_Server", "type": "Voice", "state": "Inactive"}]
    return httpx.Response(200, json={"statusCode": 0, "services": services}) if part == "services" else None


FAULTS: dict[str, Fault] = {
    "503": status(503),
    "429": status(429),
    "a page": page,
    "unreachable": unreachable,
    "polls 503": only(status(503), *POLLS, "handshake"),
    "held back by a proxy": only(page, *POLLS),
    "forgotten": forgotten,
    "sessions lost, logins 503": lambda part: httpx.Response(503 if part == "login" else 403),
    "an envelope of trouble": lambda _: httpx.Response(200, json={"statusCode": 4, "statusMessage": "busy"}),
}


@pytest.fixture
def new_floor(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], Floor]]:
    """``new_floor(sources)`` gives a floor that is live."""
    floors: list[Floor] = []

    def make(sources: int) -> Floor:
        floor = Floor(sources, WebServer(), monkeypatch)
        floors.append(floor)
        floor.until(floor.all_live, 10.0)
        floor.run_for(5.0)
        return floor

    yield make
    for floor in floors:
        floor.close()


@pytest.mark.parametrize("forgetting", [False, True], ids=["sessions kept", "sessions forgotten"])
@pytest.mark.parametrize("name", FAULTS)
def test_one_source_is_back_in_time(new_floor: Callable[[int], Floor], name: str, forgetting: bool) -> None:
    floor = new_floor(1)
    for outage_s in OUTAGES_S:
        floor.server.fail(FAULTS[name])
        floor.run_for(outage_s)
        assert floor.live == 0
        floor.server.return_(forgetting=forgetting)
        floor.until(floor.all_live, PROMISED_S)
        floor.run_for(10.0)


@pytest.mark.parametrize("name", FAULTS)
def test_many_sources_are_back_in_time_and_hammer_nobody(new_floor: Callable[[int], Floor], name: str) -> None:
    floor = new_floor(MANY)
    floor.server.fail(FAULTS[name])
    floor.run_for(70.0)
    assert floor.live == 0
    end_s = floor.loop.time()
    a_second = floor.server.asked_between(end_s - 60.0, end_s) / 60.0
    # One of them each second, each of them at least once in half a minute; an attempt is two requests at the most.
    assert a_second <= 2 * (1.0 + MANY / LONGEST_S)
    floor.server.return_(forgetting=True)
    floor.until(floor.all_live, PROMISED_S)


def test_the_trouble_of_one_login_is_that_of_no_other(new_floor: Callable[[int], Floor]) -> None:
    floor = new_floor(MANY)
    before_s = floor.loop.time()
    floor.server.fail(lambda part: httpx.Response(503) if part == "login" else None)
    floor.run_for(30.0)
    assert (floor.live, floor.server.asked_between(before_s + 1.0, before_s + 15.0)) == (MANY, 0)


def test_what_a_server_asks_for_is_honoured_by_all(new_floor: Callable[[int], Floor]) -> None:
    floor = new_floor(MANY)
    floor.server.fail(status(503, **{"Retry-After": "40"}))
    floor.run_for(39.0)
    assert floor.server.asked_between(floor.loop.time() - 38.0, floor.loop.time()) == 0
    floor.server.return_(forgetting=True)
    floor.until(floor.all_live, PROMISED_S + 1.0)


def test_what_a_server_asks_for_ends_when_a_person_does_not_want_to_wait(new_floor: Callable[[int], Floor]) -> None:
    floor = new_floor(3)
    floor.server.fail(only(status(429, **{"Retry-After": "3000"}), *POLLS))
    floor.run_for(100.0)
    floor.server.return_(forgetting=False)
    floor.run_for(100.0)
    assert floor.live == 0
    floor.loop.call_soon(floor.feeds.retry)
    floor.until(floor.all_live, PROMISED_S)


def test_a_snapshot_that_a_server_holds_back_is_not_asked_for_sooner_because_the_stream_broke(
    new_floor: Callable[[int], Floor],
) -> None:
    floor = new_floor(1)
    floor.server.fail(only(status(429, **{"Retry-After": "300"}), "snapshot"))
    floor.server.return_(forgetting=True)
    floor.server.fail(only(status(429, **{"Retry-After": "300"}), "snapshot"))
    floor.run_for(5.0)
    asked = [part for _, part in floor.server.asked].count("snapshot")
    for _ in range(5):
        floor.server.return_(forgetting=True)
        floor.run_for(20.0)
    assert [part for _, part in floor.server.asked].count("snapshot") == asked
    floor.run_for(250.0)
    assert floor.all_live()


def test_a_refused_login_stays_slow_however_well_the_others_are(new_floor: Callable[[int], Floor]) -> None:
    floor = new_floor(2)
    floor.server.fail(lambda part: httpx.Response(401 if part == "login" else 403))
    floor.run_for(10.0)
    assert {source.link.state for source in floor.board.sources.values()} == {LinkState.REFUSED}
    logins = [part for _, part in floor.server.asked].count("login")
    floor.run_for(250.0)
    assert [part for _, part in floor.server.asked].count("login") == logins


def test_a_server_that_fails_again_after_each_comeback_is_left_alone_more_and_more(
    new_floor: Callable[[int], Floor],
) -> None:
    floor = new_floor(1)
    # A poll that is answered at once works, and brings a whole snapshot; one that is held never comes home.
    floor.server.fail(only(status(503), "held"))
    floor.run_for(300.0)
    late_s = floor.loop.time()
    assert 0 < floor.server.asked_between(late_s - 120.0, late_s) < 30
    floor.server.return_(forgetting=False)
    floor.until(floor.all_live, 36.0 + PROMISED_S)
    floor.run_for(60.0)
    assert floor.all_live()


@pytest.mark.parametrize("sources", [1, 50])
def test_a_voice_service_that_returns_without_a_word_is_found_in_time(
    new_floor: Callable[[int], Floor], sources: int
) -> None:
    floor = new_floor(sources)
    floor.server.fail(status(503))
    floor.run_for(1.0)
    floor.server.fail(voice_down)
    floor.run_for(100.0)
    whys = {source.link.why for source in floor.board.sources.values() if source.link.state is not LinkState.RECOVERING}
    assert whys == {"the Voice service is down"}
    floor.server.return_(forgetting=False)
    floor.until(floor.all_live, PROMISED_S)
