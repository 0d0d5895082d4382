"""Whatever a server makes of cookies, tokens, sessions and polls: few logins, and live again when it is well."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import EXPLORE, examples
from tests.live.session_server import NO_LOGIN, SessionServer
from tests.live.web_floor import Floor

MOST_A_MINUTE = 6
_LONGEST_PACE_S = 360.0
_GOOD = ("{name}={id}; Path=/; HttpOnly",)
_COOKIES = (
    _GOOD,
    (),
    ("{name}={id}; Path=/; Secure",),
    ("AWSALB=lb; Path=/", "{name}={id}; Path=/cloud-web"),
    ("{name}={id}; Domain=gws.internal.invalid", "other=x; Path=/"),
    ("{name}={id}; Path=/; Max-Age=45",),
)

Act = Callable[[SessionServer], None]


def _refuse(*parts: str, reply: Callable[[], httpx.Response]) -> Act:
    def act(server: SessionServer) -> None:
        server.refuse = lambda part, _: reply() if part in parts else None

    return act


def _none() -> httpx.Response:
    reply = {"channel": "/meta/connect", "successful": False, "error": "402::x", "advice": {"reconnect": "none"}}
    return httpx.Response(200, json=[reply])


def _hold(hold_s: float, cut_after_s: float, *, listens: bool) -> Act:
    def act(server: SessionServer) -> None:
        server.hold_s, server.cut_after_s, server.listens = hold_s, cut_after_s, listens

    return act


def _set(name: str, value: object) -> Act:
    return lambda server: setattr(server, name, value)


_POLLS = ("handshake", "poll", "held")
_ACTS: dict[str, Act] = {
    "the session is lost": SessionServer.expire,
    "all is refused after the login": _refuse(
        *_POLLS, "snapshot", "services", reply=lambda: httpx.Response(403, json=NO_LOGIN)
    ),
    "polls are 401": _refuse("poll", "held", reply=lambda: httpx.Response(401)),
    "sessions are ended": _refuse("held", reply=_none),
    "a firewall": _refuse("login", *_POLLS, reply=lambda: httpx.Response(403, html="<html>blocked</html>")),
    "a login page": _refuse(*_POLLS, "login", reply=lambda: httpx.Response(302, headers={"Location": "/login"})),
    "nothing is refused": lambda server: setattr(server, "refuse", lambda *_: None),
    "polls are cut": _hold(20.0, 3.0, listens=True),
    "polls are held for long": _hold(110.0, 1e9, listens=False),
    "polls are held as they should": _hold(20.0, 1e9, listens=True),
    "tokens change": _set("csrf", True),
    "tokens do not": _set("csrf", False),
    "cookies are renamed": _set("renames", True),
    "cookies are not": _set("renames", False),
    "one stream for all": _set("one_stream", "empty"),
    **{f"cookies {number}": _set("cookies", cookies) for number, cookies in enumerate(_COOKIES)},
}
_STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(_ACTS)), st.sampled_from((0.0, 0.5, 4.0, 25.0, 120.0))), min_size=1, max_size=12
)


@settings(max_examples=examples(25), deadline=None, derandomize=not EXPLORE)
@given(_STEPS)
def test_few_logins_and_live_again(steps: list[tuple[str, float]]) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        server = SessionServer()
        floor = Floor(1, server, monkeypatch)
        try:
            for what, then_s in steps:
                _ACTS[what](server)
                floor.run_for(then_s)
            for what in ("nothing is refused", "polls are held as they should", "tokens do not", "cookies are not"):
                _ACTS[what](server)
            server.cookies, server.one_stream = _GOOD, ""
            floor.until(floor.all_live, _LONGEST_PACE_S + 120.0)
            logins = len(server.logins)
            floor.run_for(300.0)
            assert floor.all_live()
            assert len(server.logins) <= logins + 1, "what was held back by then may still cost a login"
            assert server.most_logins() <= MOST_A_MINUTE
        finally:
            floor.close()
