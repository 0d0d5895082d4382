"""Credentials that a server says again come to no screen, log or recording, however it writes them."""

from __future__ import annotations

import base64
import html
import json
import traceback
from collections.abc import Callable, Mapping
from urllib.parse import quote, quote_plus

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.gws.samples import CALL
from tests.gws.scripted_server import BASIC, PASSWORD, USER, Answer, ScriptedServer
from tui.gws.auth import Session
from tui.gws.connections.proxied_client import ProxiedClient
from tui.gws.redaction import HIDDEN, Reach, SessionRedaction, reach_of
from tui.gws.rest import Rest
from tui.source.errors import SourceError
from tui.source.proxies import ProxyLogin, proxy_logins

COOKIE, TOKEN = "canary-cookie-7f3a", "canary/token+9c=="
GIVEN = {"Set-Cookie": f"JSESSIONID={COOKIE}; Path=/", "X-CSRF-HEADER": "X-CSRF-TOKEN", "X-CSRF-TOKEN": TOKEN}
ODD = 'p"a\\ß/w&0rd <é> 😀'
WRITTEN: Mapping[str, Callable[[str], str]] = {
    "plain": lambda text: text,
    "quoted": json.dumps,
    "quoted as it is": lambda text: json.dumps(text, ensure_ascii=False),
    "quoted with slashes": lambda text: json.dumps(text).replace("/", "\\/"),
    "each character": lambda text: "".join(f"\\u{ord(one):04X}" if ord(one) < 0x10000 else one for one in text),
    "twice": lambda text: json.dumps(json.dumps(text)),
    "percent": lambda text: quote(text, safe=""),
    "percent in small letters": lambda text: quote(text, safe="").lower() if text.islower() else quote(text),
    "form": quote_plus,
    "html": html.escape,
    "html numbers": lambda text: "".join(f"&#{ord(one)};" for one in text),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "basic": lambda text: "Basic " + base64.b64encode(f"agent.one:{text}".encode()).decode(),
    "basic for addresses": lambda text: base64.urlsafe_b64encode(f"agent.one:{text}".encode()).decode(),
}


@pytest.mark.parametrize("password", [PASSWORD, ODD, "pass/word+1", "Übergrößenträger"])
@pytest.mark.parametrize("form", WRITTEN)
def test_every_form_is_taken_out(password: str, form: str) -> None:
    written = WRITTEN[form](password)
    hidden = SessionRedaction(USER, password, ["utf-8"])
    found = hidden.take_out(f"before {written} after".encode()).decode()
    bare = written.strip('"\\').removeprefix("Basic ").rstrip("=")
    assert bare not in found
    assert HIDDEN in found
    assert (found.startswith("before "), found.endswith(" after")) == (True, True)


@example("00000\r", "twice")
@example("p\tass\nw", "twice")
@given(st.text(min_size=6, max_size=40), st.sampled_from(sorted(WRITTEN)))
def test_whatever_the_password_is(password: str, form: str) -> None:
    if reach_of(password) is Reach.EVERYWHERE:
        hidden = SessionRedaction(USER, password, ["utf-8"])
        written = WRITTEN[form](password)
        assert HIDDEN in hidden.take_out(f"({written})".encode(errors="surrogatepass")).decode(errors="replace")


def test_the_other_way_to_write_it_is_known_too() -> None:
    hidden = SessionRedaction("jürgen", "größer", ["utf-8", "iso-8859-1"])
    written = base64.b64encode("jürgen:größer".encode("iso-8859-1"))
    assert hidden.take_out(b"Basic " + written) == b"Basic [hidden]"


@pytest.mark.parametrize("password", ["", "abc", "device", "calls", "statusMessage", "Answer"])
def test_words_of_the_api_and_tiny_ones_stay(password: str) -> None:
    body = json.dumps({"statusCode": 0, "statusMessage": "abc", "user": {"calls": [CALL], "devices": []}}).encode()
    assert SessionRedaction(USER, password, ["utf-8"]).take_out(body) == body


@pytest.mark.parametrize("password", ["5550143", "x7k2", "12345678"])
def test_a_number_or_a_short_one_stays_in_data_and_goes_from_errors(password: str) -> None:
    hidden = SessionRedaction(USER, password, ["utf-8"])
    data = f'{{"id":"c{password}","phoneNumber":"{password}"}}'.encode()
    assert hidden.take_out(data) == data
    assert password.encode() not in hidden.take_out(f'{{"statusMessage":"no: {password}"}}'.encode())
    assert password not in hidden.words(f"refused: {password}")


def test_of_many_cookies_the_last_are_known() -> None:
    hidden = SessionRedaction(USER, PASSWORD, ["utf-8"])
    hidden.learn(f"cookie-value-{number:04}" for number in range(10_000))
    assert hidden.take_out(b"cookie-value-9999") == HIDDEN.encode()
    assert len(hidden._given) < 100


def test_what_holds_none_is_the_same_object() -> None:
    body = json.dumps({"user": {"calls": [CALL] * 100}}).encode()
    assert SessionRedaction(USER, PASSWORD, ["utf-8"]).take_out(body) is body


SECRETS = (PASSWORD, BASIC.removeprefix("Basic "), COOKIE, TOKEN)
ECHO = f"GET /me Authorization: {BASIC} Cookie: JSESSIONID={COOKIE} X-CSRF-TOKEN: {TOKEN} password={PASSWORD}"


@pytest.mark.parametrize(
    "answer",
    [
        Answer({"statusCode": 2, "statusMessage": ECHO}, 500),
        Answer({"statusCode": 2, "statusMessage": ECHO}),
        Answer({"statusCode": 20, "statusMessage": ECHO}, 403),
        Answer(b"", 302, {"Location": f"/login?h={quote(ECHO)}"}),
        Answer(json.dumps({"statusCode": 2, "statusMessage": ECHO}).replace("=", "\\u003d").encode(), 500),
    ],
    ids=["500", "200", "403", "redirect", "escaped"],
)
async def test_errors_say_nothing_of_them(server: ScriptedServer, answer: Answer) -> None:
    server.script("login", Answer({"statusCode": 0, "user": {}}, headers=GIVEN))
    server.script("snapshot", answer)
    async with Session(server.login) as session:
        await Rest(session).log_in()
        with pytest.raises(SourceError) as caught:
            await Rest(session).snapshot()
    told = str(caught.value) + "".join(traceback.format_exception(caught.value))
    assert [secret for secret in SECRETS if secret in told or quote(secret) in told] == []


async def test_attached_data_hold_none(server: ScriptedServer) -> None:
    server.user["calls"] = [{**CALL, "userData": {"debug": ECHO, "more": {"deep": [ECHO]}}}]
    server.login_headers = GIVEN
    server.gives_cookie = False
    server._sessions.add(COOKIE)
    async with Session(server.login) as session:
        await Rest(session).log_in()
        found = await Rest(session).snapshot()
    told = repr(found) + repr(found.raw) + json.dumps(found.calls[0].wire())
    assert [secret for secret in SECRETS if secret in told] == []
    assert HIDDEN in told


async def test_an_answer_that_gives_and_says_it_at_once(server: ScriptedServer) -> None:
    server.script("login", Answer({"statusCode": 2, "statusMessage": ECHO}, 500, GIVEN))
    async with Session(server.login) as session:
        with pytest.raises(SourceError) as caught:
            await Rest(session).log_in()
    assert COOKIE not in str(caught.value)
    assert TOKEN not in str(caught.value)


async def test_an_answer_in_no_form_at_all_is_not_quoted(server: ScriptedServer) -> None:
    server.script("login", Answer(b"", 200))
    async with Session(server.login) as session:

        async def garbage(request: httpx.Request) -> httpx.Response:
            raise httpx.RemoteProtocolError(f"illegal status line: bytearray(b'{BASIC}')", request=request)

        client = httpx.AsyncClient(base_url=server.url, transport=httpx.MockTransport(garbage))
        session._client = ProxiedClient(client)
        with pytest.raises(SourceError) as caught:
            await Rest(session).log_in()
    assert str(caught.value) == "the connection broke: illegal status line"


@pytest.mark.parametrize(
    ("address", "password"),
    [
        ("http://puser:proxy-canary@proxy.example.com:3128", "proxy-canary"),
        ("puser:proxy-canary@proxy.example.com", "proxy-canary"),
        ("http://puser:proxy%2Fcan%20ary@[::1", "proxy/can ary"),
        ("http://puser:proxy/canary#9@proxy.example.com:99999", "proxy/canary#9"),
        ("socks5://puser:proxy@canary@proxy.example.com", "proxy@canary"),
    ],
)
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "all_proxy"])
@pytest.mark.parametrize("form", WRITTEN)
def test_the_password_of_a_proxy_is_taken_out_likewise(variable: str, address: str, password: str, form: str) -> None:
    logins = proxy_logins({variable: address, "HOME": "http://other:canary@x", "NO_PROXY": "localhost"})
    hidden = SessionRedaction(USER, PASSWORD, ["utf-8"], logins)
    written = WRITTEN[form](password).replace(
        base64.b64encode(f"agent.one:{password}".encode()).decode(), logins[-1].basic
    )
    assert ProxyLogin("puser", password) in logins
    if form != "basic for addresses":
        assert HIDDEN in hidden.take_out(f"before {written} after".encode()).decode()
        assert HIDDEN in hidden.words(f"before {written} after")
    as_it_stands = address.rpartition("@")[0].partition("://")[2].partition(":")[2] or password
    assert as_it_stands not in hidden.words(f"via {address}")


async def test_what_a_gateway_says_of_the_proxy_is_no_secret_on_screen(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://puser:proxy%20canary@proxy.example.com:3128")
    repeated = " ".join(login.basic for login in proxy_logins())
    words = f"Proxy-Authorization: Basic {repeated} of puser:proxy canary, proxy%20canary"
    server.script("login", Answer({"statusCode": 2, "statusMessage": words}, status=500))
    async with Session(server.login) as session:
        with pytest.raises(SourceError) as caught:
            await Rest(session).log_in()
    told = "".join(traceback.format_exception(caught.value))
    assert "canary" not in told
    assert repeated.split()[0] not in told
    assert HIDDEN in told
