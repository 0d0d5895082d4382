"""One exchange: deadlines, size, redirects, broken connections, certificates."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from email.utils import formatdate

import httpx
import pytest

from tests.gws.scripted_server import Answer, ScriptedServer
from tests.interop.private_ca import PrivateCa, make_private_ca
from tui.gws import http
from tui.gws.auth import Session
from tui.gws.connections.client import Client
from tui.gws.connections.headers import AnswerHeaders
from tui.gws.connections.requests import Request
from tui.gws.http import exchange, open_client
from tui.gws.rest import Rest
from tui.source.errors import BadReplyError, CertificateError, RefusedError, ServerFaultError, UnreachableError
from tui.source.limits import LoginLimits

GET = Request("GET", "/other", {}, wait_s=5.0)


@pytest.fixture
async def client(server: ScriptedServer) -> AsyncIterator[Client]:
    async with open_client(server.url, server.login.tls) as client:
        yield client


async def test_an_answer_is_status_headers_and_body(server: ScriptedServer, client: Client) -> None:
    server.script("other", Answer(b"hello", 404, {"X-One": "1"}))
    reply = await exchange(client, GET)
    assert (reply.status, reply.headers.get("X-One"), reply.body) == (404, "1", b"hello")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_never_followed(server: ScriptedServer, client: Client, status: int) -> None:
    other = await ScriptedServer().start()
    try:
        server.script("other", Answer(b"", status, {"Location": f"{other.url}/x\u202e"}))
        with pytest.raises(BadReplyError, match=r"redirected to .* check the URL") as caught:
            await exchange(client, GET)
        assert "\u202e" not in str(caught.value)
        assert other.asked == []
        assert server.count("other") == 1
    finally:
        await other.stop()


async def test_a_body_beyond_the_limit_is_not_read(server: ScriptedServer, client: Client) -> None:
    small = replace(GET, limits=LoginLimits(answer_mb=1))
    server.script("other", Answer(b"x" * (1 << 20)), Answer(b"x" * ((1 << 20) + 1)))
    assert len((await exchange(client, small)).body) == 1 << 20
    with pytest.raises(BadReplyError, match="larger than 1 MB"):
        await exchange(client, small)


async def test_the_limit_counts_what_a_compressed_body_becomes(server: ScriptedServer, client: Client) -> None:
    small = replace(GET, limits=LoginLimits(answer_mb=1))
    packed = {"Content-Encoding": "gzip"}
    server.script("other", Answer(gzip.compress(b"fine"), headers=packed))
    server.script("other", Answer(gzip.compress(bytes(50 << 20)), headers=packed))
    server.script("other", Answer(b"not gzip", headers=packed))
    assert (await exchange(client, small)).body == b"fine"
    with pytest.raises(BadReplyError, match="larger"):
        await exchange(client, small)
    with pytest.raises(BadReplyError, match="compressed"):
        await exchange(client, small)


@pytest.mark.parametrize("answer", [Answer(drop=True), Answer(b"half", cut=True)])
async def test_a_broken_connection_is_unreachable_and_nothing_is_sent_again(
    server: ScriptedServer, client: Client, answer: Answer
) -> None:
    server.script("other", answer)
    with pytest.raises(UnreachableError, match="the connection broke"):
        await exchange(client, GET)
    assert server.count("other") == 1


async def test_a_broken_connection_that_was_kept_is_not_retried_either(server: ScriptedServer, client: Client) -> None:
    server.script("operation", Answer({"statusCode": 0}), Answer(drop=True))
    post = Request("POST", "/api/v2/me", {}, b"{}")
    await exchange(client, post)
    with pytest.raises(UnreachableError):
        await exchange(client, post)
    assert server.count("operation") == 2


async def test_silence_is_unreachable(server: ScriptedServer, client: Client) -> None:
    server.script("other", Answer(hang=True))
    with pytest.raises(UnreachableError, match="no answer within 0 s"):
        await exchange(client, replace(GET, wait_s=0.1))


async def test_a_body_that_trickles_has_a_deadline() -> None:
    stop = asyncio.Event()

    async def trickle(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx")
        await writer.drain()
        await stop.wait()
        writer.close()

    trickling = await asyncio.start_server(trickle, "127.0.0.1", 0)
    port = trickling.sockets[0].getsockname()[1]
    try:
        async with open_client(f"http://127.0.0.1:{port}", False) as client:
            with pytest.raises(UnreachableError, match="no answer within"):
                await exchange(client, replace(GET, wait_s=0.1, body_s=0.2))
    finally:
        stop.set()
        trickling.close()
        await trickling.wait_closed()


async def test_nobody_there_is_unreachable(server: ScriptedServer) -> None:
    await server.stop()
    async with open_client(server.url, False) as client:
        with pytest.raises(UnreachableError, match="cannot connect"):
            await exchange(client, GET)


@pytest.mark.parametrize(
    ("wish", "retry_after_s"),
    [
        *(("17", 17.0), ("0", 0.0), ("soon", 0.0), ("-5", 0.0), ("9" * 40, 0.0), ("²", 0.0), ("", 0.0)),
        *(("17.9", 17.0), ("17s", 17.0), ("9, 17", 17.0), ("PT17S", 0.0)),
        *(('"17"', 17.0), ("'17'", 17.0), ('"9", "17"', 17.0)),
    ],
)
async def test_retry_after_is_read_whatever_it_holds(wish: str, retry_after_s: float) -> None:
    headers = AnswerHeaders(httpx.Headers([(b"retry-after", wish.encode())]).raw)
    assert http.Reply(503, headers, b"").retry_after_s == retry_after_s


@pytest.mark.parametrize(
    ("until", "now", "retry_after_s"),
    [
        ("Thu, 26 Nov 2026 09:30:40 GMT", "Thu, 26 Nov 2026 09:30:00 GMT", 40.0),
        ("Thu, 26 Nov 2026 09:30:40 GMT", "Thu, 26 Nov 2026 09:35:00 GMT", 0.0),
        ("Thursday, 26-Nov-26 09:30:40 GMT", "Thu, 26 Nov 2026 09:30:00 GMT", 40.0),
        ("Thu, 26 Nov 2026 09:30:40", "Thu, 26 Nov 2026 09:30:00 GMT", 40.0),
        ("2026-11-26T09:30:40Z", "Thu, 26 Nov 2026 09:30:00 GMT", 40.0),
        ("2026-11-26T10:30:40+01:00", "Thu, 26 Nov 2026 09:30:00 GMT", 40.0),
        ('"Thu, 26 Nov 2026 09:30:40 GMT"', "Thu, 26 Nov 2026 09:30:00 GMT", 40.0),
        ("1795685440", "Thu, 26 Nov 2026 09:30:00 GMT", 40.0),
        ("Thu, 26 Nov 99999 09:30:40 GMT", "Thu, 26 Nov 2026 09:30:00 GMT", 0.0),
    ],
)
def test_retry_after_may_be_a_date_by_the_clock_of_the_server(until: str, now: str, retry_after_s: float) -> None:
    headers = AnswerHeaders(httpx.Headers({"Retry-After": until, "Date": now}).raw)
    assert http.Reply(503, headers, b"").retry_after_s == retry_after_s


def test_of_two_wishes_the_longer_one_counts() -> None:
    headers = AnswerHeaders(httpx.Headers([("Retry-After", "17"), ("Retry-After", "30")]).raw)
    assert http.Reply(503, headers, b"").retry_after_s == 30.0


def test_where_the_server_tells_no_time_ours_counts() -> None:
    headers = AnswerHeaders(httpx.Headers({"Retry-After": formatdate(time.time() + 3_000, usegmt=True)}).raw)
    assert 2_900 < http.Reply(503, headers, b"").retry_after_s < 3_001


@pytest.mark.parametrize(
    ("kind", "charset"),
    [
        ("application/json;charset=UTF-8", "UTF-8"),
        ('application/json; Charset = "iso-8859-1"', "iso-8859-1"),
        ("application/json", ""),
        ("application/json; charset=", ""),
    ],
)
def test_the_charset_is_read(kind: str, charset: str) -> None:
    assert http.Reply(200, AnswerHeaders(httpx.Headers({"Content-Type": kind}).raw), b"").charset == charset


async def test_the_jar_does_not_grow_without_end(server: ScriptedServer, client: Client) -> None:
    server.script("other", *(Answer(b"{}", headers={"Set-Cookie": f"c{number}=x; Path=/"}) for number in range(120)))
    for _ in range(120):
        await exchange(client, GET)
    names = [cookie.name for cookie in client.cookies.jar]
    assert len(names) == 50
    assert {"c0", "c119"} <= set(names)


async def test_a_server_fault_carries_it(server: ScriptedServer, client: Client) -> None:
    server.script("other", Answer(b"busy", 503, {"Retry-After": "17"}))
    with pytest.raises(ServerFaultError) as caught:
        await exchange(client, GET)
    assert caught.value.retry_after_s == 17.0


@pytest.mark.parametrize("body", [b'{"a":1}', b" \n[1]", b"\xef\xbb\xbf{}"])
def test_json_is_known_by_its_look(body: bytes) -> None:
    assert http.Reply(500, AnswerHeaders(httpx.Headers().raw), body).is_json


@pytest.fixture(scope="module")
def ca(tmp_path_factory: pytest.TempPathFactory) -> PrivateCa:
    return make_private_ca(tmp_path_factory.mktemp("ca"))


@pytest.fixture
async def tls_server(ca: PrivateCa) -> AsyncIterator[ScriptedServer]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(ca.cert, ca.key)
    server = await ScriptedServer().start(context)
    yield server
    await server.stop()


async def test_a_certificate_that_nobody_vouches_for_is_refused(tls_server: ScriptedServer) -> None:
    async with Session(tls_server.login) as session:
        with pytest.raises(CertificateError, match="does not verify") as caught:
            await Rest(session).log_in()
    assert isinstance(caught.value, RefusedError)
    assert tls_server.asked == [], "no credentials were sent"


async def test_with_its_authority_it_is_fine(tls_server: ScriptedServer, ca: PrivateCa) -> None:
    trusting = ssl.create_default_context(cafile=ca.authority)
    async with Session(replace(tls_server.login, tls=trusting)) as session:
        assert (await Rest(session).log_in()).user_name == "agent.one"


async def test_plain_http_where_tls_is_expected_is_unreachable(server: ScriptedServer) -> None:
    login = replace(server.login, url=server.url.replace("http:", "https:"))
    async with Session(login) as session:
        with pytest.raises(UnreachableError):
            await Rest(session).log_in()


def test_the_states_of_the_protocol_library_are_no_reason() -> None:
    closed = "can't handle event type ConnectionClosed when role=SERVER and state=MUST_CLOSE"
    assert http._words(httpx.RemoteProtocolError(closed)) == "the connection broke"
    told = "Server disconnected without sending a response."
    assert http._words(httpx.RemoteProtocolError(told)) == f"the connection broke: {told}"
