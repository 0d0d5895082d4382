"""A session is proved, not assumed: cookies that never come back, and logins that are followed by a refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import httpx
import pytest

from tests.live.session_server import NO_LOGIN, NO_TOKEN, Refusal, SessionServer
from tests.live.web_floor import Floor
from tui.live.store.link import Link, LinkState
from tui.printing.json_line import Line
from tui.views.words.link_words import trouble_words
from tui.watch.headless import Reporter

MOST_A_MINUTE = 6
BALANCER = ("AWSALB=lb1; Path=/; Expires=Thu, 03 Dec 2037 09:35:00 GMT", "AWSALBCORS=lb1; Path=/; SameSite=None")
HANDS = {"channel": "/meta/handshake", "successful": True, "clientId": "x"}
_LONG_S = 1_500.0

# What a server may say of its session's cookie so that it never comes back, and the word that tells it.
UNSENT = {
    "Path=/; Secure; HttpOnly; SameSite=None": "is Secure, but the server is spoken to over http",
    "Path=/cloud-web; HttpOnly": "is for the path /cloud-web",
    "Path=/; Domain=gws.internal.invalid": "is for the domain gws.internal.invalid",
    "Path=/; Domain=": "Domain is empty",
    "Path=/; Expires=Thu, 26 Nov 2020 09:35:00 GMT": "had expired when it came",
    "Path=/; Max-Age=0": "had expired when it came",
}


class Floors(Protocol):
    def __call__(self, server: SessionServer, password: str = "secret") -> Floor: ...


@pytest.fixture
def floor_of(monkeypatch: pytest.MonkeyPatch) -> Iterator[Floors]:
    floors: list[Floor] = []

    def make(server: SessionServer, password: str = "secret") -> Floor:
        floors.append(Floor(1, server, monkeypatch, password))
        return floors[-1]

    yield make
    for floor in floors:
        floor.close()


@pytest.fixture
def server() -> SessionServer:
    return SessionServer()


def link_of(floor: Floor) -> Link:
    (source,) = floor.board.sources.values()
    return source.link


def after_login(reply: Callable[[], httpx.Response]) -> Refusal:
    return lambda part, _: None if part == "login" else reply()


def message(**fields: object) -> Callable[[], httpx.Response]:
    """A reply to the handshake or poll alone; everything else is well."""
    return lambda: httpx.Response(200, json=[{"channel": "/meta/handshake", "successful": False, **fields}])


@pytest.mark.parametrize("beside", [(), BALANCER], ids=["alone", "beside a balancer's"])
@pytest.mark.parametrize("attributes", UNSENT)
def test_a_cookie_that_never_comes_back_is_live_with_one_login(
    floor_of: Floors, server: SessionServer, attributes: str, beside: tuple[str, ...]
) -> None:
    server.cookies = (*beside, f"JSESSIONID={{id}}; {attributes}")
    floor = floor_of(server)
    floor.until(floor.all_live, 5.0)
    floor.run_for(150.0)
    assert floor.all_live()
    assert len(server.logins) == 1
    assert all(server.with_basic)


@pytest.mark.parametrize(("attributes", "words"), UNSENT.items())
def test_where_that_does_not_help_the_words_name_the_cookie(
    floor_of: Floors, server: SessionServer, attributes: str, words: str
) -> None:
    server.cookies = (*BALANCER, f"JSESSIONID={{id}}; {attributes}")
    server.refuse = after_login(lambda: httpx.Response(403, json=NO_TOKEN))
    floor = floor_of(server)
    floor.run_for(30.0)
    assert "cookie JSESSIONID " in link_of(floor).why
    assert words in link_of(floor).why
    assert "password" not in link_of(floor).why


def test_one_of_two_session_cookies_that_does_not_come_back_is_enough(floor_of: Floors, server: SessionServer) -> None:
    server.cookies = ("SESSION=first; Path=/", "JSESSIONID={id}; Path=/; Secure")
    floor = floor_of(server)
    floor.until(floor.all_live, 5.0)
    assert len(server.logins) == 1


def test_a_cookie_named_anew_with_each_answer_is_one_session(floor_of: Floors, server: SessionServer) -> None:
    server.renames = True
    floor = floor_of(server)
    floor.until(floor.all_live, 5.0)
    floor.run_for(_LONG_S)
    assert floor.all_live()
    assert len(server.logins) == 1


def test_a_cookie_that_an_answer_takes_back_is_made_up_for_by_basic(floor_of: Floors, server: SessionServer) -> None:
    floor = floor_of(server)
    floor.until(floor.all_live, 5.0)
    server.expire()
    server.cookies = ("JSESSIONID=; Path=/; Max-Age=0",)
    floor.run_for(90.0)
    assert floor.all_live()
    assert len(server.logins) == 2
    assert server.with_basic[-1]


def test_a_session_that_cookies_do_not_carry_is_tried_with_basic(floor_of: Floors, server: SessionServer) -> None:
    """Whatever the reason: nothing in the cookies gives it away."""
    server.refuse = lambda _, request: None if "authorization" in request.headers else httpx.Response(401)
    floor = floor_of(server)
    floor.until(floor.all_live, 5.0)
    floor.run_for(150.0)
    assert floor.all_live()
    assert len(server.logins) == 2


def test_a_csrf_token_that_is_new_with_each_answer_is_one_login(floor_of: Floors, server: SessionServer) -> None:
    server.csrf = True
    floor = floor_of(server)
    floor.until(floor.all_live, 5.0)
    floor.run_for(150.0)
    assert floor.all_live()
    assert len(server.logins) == 1


def test_good_cookies_carry_no_credentials(floor_of: Floors, server: SessionServer) -> None:
    server.cookies = (*BALANCER, 'JSESSIONID="{id}";Version=1;Path=/;HttpOnly')
    server.expire()
    floor = floor_of(server)
    floor.until(floor.all_live, 5.0)
    assert server.with_basic == [True] + [False] * (len(server.with_basic) - 1)


LOOPS: dict[str, Refusal] = {
    "403 and code 20": after_login(lambda: httpx.Response(403, json=NO_LOGIN)),
    "401": after_login(lambda: httpx.Response(401)),
    "no token": after_login(lambda: httpx.Response(403, json=NO_TOKEN)),
    "a firewall's page": after_login(lambda: httpx.Response(403, html="<html>Incident 55501</html>")),
    "a way to a login page": after_login(lambda: httpx.Response(302, headers={"Location": "/login"})),
    "a login page": after_login(lambda: httpx.Response(200, html='<form><input name=p type="password"></form>')),
    "nothing but a way to a login page": lambda *_: httpx.Response(302, headers={"Location": "/login"}),
    "nothing but a login page": lambda *_: httpx.Response(200, html="<input type=password>"),
    "nothing but a firewall's page": lambda *_: httpx.Response(403, html="<html>Incident 55501</html>"),
    "nothing but a portal's page": lambda *_: httpx.Response(200, html="<html>Accept the terms of this network</html>"),
    "nothing but empty answers": lambda *_: httpx.Response(204),
    "the way to a login page once in": lambda part, _: (
        httpx.Response(302, headers={"Location": "https://sso.invalid/"}) if part == "snapshot" else None
    ),
    "an empty 403 once in": lambda part, _: httpx.Response(403) if part in ("poll", "held") else None,
    "nothing but an empty 403": lambda *_: httpx.Response(403),
    "a denied handshake": lambda part, _: message(error="403::denied")() if part == "handshake" else None,
    "the end of each session": lambda part, _: (
        message(error="402::x", advice={"reconnect": "none"})() if part == "handshake" else None
    ),
    "snapshots refused": lambda part, _: httpx.Response(403, json=NO_LOGIN) if part == "snapshot" else None,
    "held polls refused": lambda part, _: httpx.Response(403, json=NO_LOGIN) if part == "held" else None,
}


@pytest.mark.parametrize("name", LOOPS)
def test_no_server_makes_a_login_loop(floor_of: Floors, server: SessionServer, name: str) -> None:
    server.refuse = LOOPS[name]
    floor = floor_of(server)
    floor.run_for(_LONG_S)
    assert server.most_logins() <= MOST_A_MINUTE
    late_s = floor.loop.time() - 900.0
    assert sum(at_s >= late_s for at_s in server.logins) <= 3 + 1, "one in five minutes"
    assert "password" not in link_of(floor).why
    server.refuse = lambda *_: None
    floor.until(floor.all_live, 420.0)


@pytest.mark.parametrize("lives_s", [1.0, 10.0, 20.0])
def test_sessions_that_end_again_and_again_are_no_loop_either(
    floor_of: Floors, server: SessionServer, lives_s: float
) -> None:
    floor = floor_of(server)
    for _ in range(int(_LONG_S / lives_s)):
        floor.run_for(lives_s)
        server.expire()
    assert server.most_logins() <= MOST_A_MINUTE
    late_s = floor.loop.time() - 900.0
    assert sum(at_s >= late_s for at_s in server.logins) <= 3 + 1


def test_a_session_that_ends_now_and_then_is_back_at_once(floor_of: Floors, server: SessionServer) -> None:
    floor = floor_of(server)
    floor.until(floor.all_live, 5.0)
    for _ in range(3):
        floor.run_for(_LONG_S)
        server.expire()
        floor.server.return_(forgetting=True)
        floor.until(lambda: not floor.all_live(), 2.0)
        floor.until(floor.all_live, 2.0)


def test_one_page_of_a_firewall_at_login_is_no_refusal(floor_of: Floors, server: SessionServer) -> None:
    pages = [httpx.Response(403, html="<html>Request blocked</html>")]
    server.refuse = lambda *_: pages.pop() if pages else None
    floor = floor_of(server)
    floor.run_for(0.1)
    assert link_of(floor).state is LinkState.CONNECTING
    assert "not of this API" in link_of(floor).why
    floor.until(floor.all_live, 5.0)
    assert len(server.logins) == 2


def test_some_pages_of_a_firewall_in_a_session_cost_no_login(floor_of: Floors, server: SessionServer) -> None:
    floor = floor_of(server)
    floor.until(floor.all_live, 5.0)
    pages = [httpx.Response(403, html="<html>Request blocked</html>") for _ in range(3)]
    server.refuse = lambda *_: pages.pop() if pages else None
    floor.server.return_(forgetting=False)
    floor.until(lambda: not pages, 25.0)
    floor.until(floor.all_live, 3.0)
    assert len(server.logins) == 1


ENDS = [
    *((words, True, 200) for words in ("401::x", "402::Unknown client", "400::bad", "403::Forbidden", "")),
    *((words, False, 200) for words in ("401::x", "402::Unknown client", "400::bad", "403::Forbidden", "")),
    *(("402::Unknown client", False, status) for status in (400, 401, 402, 403)),
]
"""What stands beside the advice not to reconnect: words, whether it is a success, and the status of the answer."""


@pytest.mark.parametrize(("words", "successful", "status"), ENDS)
def test_a_session_that_the_server_ends_is_begun_anew_after_a_rest(
    floor_of: Floors, server: SessionServer, words: str, successful: bool, status: int
) -> None:
    floor = floor_of(server)
    floor.until(floor.all_live, 5.0)
    floor.run_for(100.0)
    reply = {"channel": "/meta/connect", "successful": successful, "error": words, "advice": {"reconnect": "none"}}
    ends = [httpx.Response(status, json=[reply])]
    server.refuse = lambda part, _: ends.pop() if ends and part == "held" else None
    floor.until(lambda: not floor.all_live(), 25.0)
    lost_s = floor.loop.time()
    assert link_of(floor).state is LinkState.STALE
    assert "the server ended the session" in link_of(floor).why
    floor.until(floor.all_live, 40.0)
    assert 4.5 <= server.logins[-1] - lost_s <= 30.5
    assert len(server.logins) == 2


def test_those_that_end_together_do_not_come_back_together(floor_of: Floors) -> None:
    rests: set[int] = set()
    for _ in range(6):
        server = SessionServer()
        server.refuse = LOOPS["the end of each session"]
        floor = floor_of(server)
        floor.until(lambda server=server: len(server.logins) == 2, 40.0)  # type: ignore[misc]  # bound at once
        rests.add(round(server.logins[1] - server.logins[0]))
    assert len(rests) > 2


@pytest.mark.parametrize(
    "refusal",
    [
        lambda: httpx.Response(400, html="<html>Error 400 Unknown Bayeux Transport</html>"),
        message(error="400::Unknown Bayeux Transport"),
        lambda: httpx.Response(200, json=[{**HANDS, "supportedConnectionTypes": ["websocket"]}]),
    ],
    ids=["HTTP", "in the message", "not among those offered"],
)
def test_a_server_without_long_polling_is_told_of_by_wall_and_watch_with_what_to_change_there(
    floor_of: Floors, server: SessionServer, refusal: Callable[[], httpx.Response]
) -> None:
    server.refuse = lambda part, _: refusal() if part == "handshake" else None
    floor, lines = floor_of(server), list[Line]()
    Reporter(floor.board, lines.append)
    floor.run_for(3.0)
    wall = trouble_words([*floor.board.sources.values()], floor.clock.now_s())
    watch = next(line["why"] for line in lines if line["type"] == "link" and line["why"])
    assert wall is not None
    for told in (wall.text, watch):
        assert "Unknown Bayeux Transport" in told or "websocket alone, and no long polling" in told
        assert "allowedTransports" in told
        assert "password" not in told


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1"])
def test_a_password_outside_ascii_is_tried_in_both_encodings_and_the_right_one_stays(
    floor_of: Floors, encoding: str
) -> None:
    server = SessionServer("päss", encoding)
    floor = floor_of(server, "päss")
    floor.until(floor.all_live, 5.0)
    tried = 1 if encoding == "utf-8" else 2
    assert len(server.logins) == tried
    floor.run_for(100.0)
    server.expire()
    floor.server.return_(forgetting=True)
    floor.until(lambda: not floor.all_live(), 2.0)
    floor.until(floor.all_live, 3.0)
    assert len(server.logins) == tried + 1


@pytest.mark.parametrize("password", ["päss", "пароль", "wrong"])
def test_a_wrong_password_is_tried_twice_at_the_most_and_then_once_in_five_minutes(
    floor_of: Floors, server: SessionServer, password: str
) -> None:
    floor = floor_of(server, password)
    floor.run_for(200.0)
    assert len(server.logins) == (2 if password == "päss" else 1)
    assert link_of(floor).state is LinkState.REFUSED
    before = len(server.logins)
    floor.run_for(1_500.0)
    assert len(server.logins) - before <= 6


@pytest.mark.parametrize("where", ["login", "services", "snapshot", "handshake", "held"])
def test_faults_of_ours_are_followed_by_no_more_logins_than_refusals(
    floor_of: Floors, server: SessionServer, where: str
) -> None:
    def break_down(part: str, _: httpx.Request) -> httpx.Response | None:
        if part == where:
            raise RuntimeError("what nobody thought of")
        return None

    server.refuse = break_down
    floor = floor_of(server)
    floor.run_for(_LONG_S)
    assert "internal fault" in link_of(floor).why
    assert server.most_logins() <= MOST_A_MINUTE
    assert sum(at_s > 600.0 for at_s in server.logins) <= 4
