"""Our own connections: an answer is that to its request, whatever a server sends besides, and a request goes once."""

from __future__ import annotations

import asyncio
import socket
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest

from tests.public_trust import PUBLIC
from tests.waiting import until
from tui.gws.connections.client import Client
from tui.gws.connections.direct_client import DirectClient
from tui.gws.connections.proxied_client import ProxiedClient
from tui.gws.connections.requests import Request
from tui.gws.http import exchange, open_client
from tui.source.errors import UnreachableError

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"
GET = Request("GET", "/", {})
Say = Callable[[bytes], None]


@dataclass
class Server:
    """Writes what it is told for each request, in turn."""

    script: list[tuple[bytes, ...]] = field(default_factory=list)
    url: str = ""
    connections: int = 0
    requests: int = 0
    first_lines: list[bytes] = field(default_factory=list)
    writers: list[asyncio.StreamWriter] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.writers.append(writer)
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                self.requests += 1
                self.first_lines.append(head.partition(b"\r\n")[0])
                for piece in self.script.pop(0):
                    if not piece:
                        return
                    writer.write(piece)
                    await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def served(*script: tuple[bytes, ...]) -> AsyncIterator[tuple[Server, DirectClient]]:
    """A server that plays a script, and a client for it."""
    server = Server([*script])
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    async with open_client(server.url, PUBLIC) as client:
        assert isinstance(client, DirectClient)
        yield server, client
    await until(lambda: all(writer.is_closing() for writer in server.writers))
    listener.close()


async def bodies(client: Client, number: int) -> list[bytes]:
    return [(await exchange(client, GET)).body for _ in range(number)]


async def test_answers_are_read_as_they_come_and_a_connection_is_used_again() -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nc\r\n0\r\n\r\n"
    early = b"HTTP/1.1 102 Processing\r\n\r\n"
    async with served((OK[:9], OK[9:] + b"a"), (early, OK + b"b"), (chunked,), (OK + b"d",)) as (server, client):
        assert await bodies(client, 4) == [b"a", b"b", b"c", b"d"]
        assert (server.connections, server.requests) == (1, 4)


@pytest.mark.parametrize("at_once", [True, False])
async def test_what_comes_unasked_is_no_answer_to_the_next_request(at_once: bool) -> None:
    unasked = OK + b"!"
    async with served((OK + b"a" + (unasked if at_once else b""),), (OK + b"b",)) as (server, client):
        assert await bodies(client, 1) == [b"a"]
        if not at_once:
            server.writers[0].write(unasked)
            (kept,) = client._connections._kept
            await until(lambda: bool(kept._came))
        assert await bodies(client, 1) == [b"b"]
        assert server.connections == 2


async def test_a_connection_that_the_server_closed_meanwhile_is_not_used() -> None:
    async with served((OK + b"a", b""), (OK + b"b",)) as (server, client):
        assert await bodies(client, 1) == [b"a"]
        kept = [*client._connections._kept]
        await until(lambda: all(one._over for one in kept))
        assert await bodies(client, 1) == [b"b"]
        assert server.requests == 2


@pytest.mark.parametrize("broken", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx", b"no HTTP at all\r\n\r\n"])
async def test_a_request_whose_answer_breaks_is_not_sent_again(broken: bytes) -> None:
    async with served((*filter(None, (broken,)), b""), (OK + b"b",)) as (server, client):
        with pytest.raises(UnreachableError):
            await exchange(client, GET)
        assert server.requests == 1
        assert await bodies(client, 1) == [b"b"]


async def test_whoever_waits_too_long_leaves_no_connection() -> None:
    async with served((OK,), (OK + b"b",)) as (server, client):
        with pytest.raises(UnreachableError, match="no answer within"):
            await exchange(client, Request("GET", "/", {}, wait_s=0.05, body_s=0.0))
        await until(lambda: server.requests == 1)
        assert await bodies(client, 1) == [b"b"]


async def test_nobody_is_there_in_words_without_an_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    async with open_client(f"http://127.0.0.1:{port}", PUBLIC) as client:
        with pytest.raises(UnreachableError, match=r"^cannot connect: Connection refused$"):
            await exchange(client, GET)


async def test_another_address_of_a_name_is_tried_beside_one_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as silent, ExitStack() as waiting:
        for _ in range(4):
            # Whoever connects once its queue is full hears nothing.
            one = waiting.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(silent.getsockname())
        async with served((OK, b"1")) as (server, _):
            there = httpx.URL(server.url)

            async def addresses(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
                assert host == "gws01"
                found = (silent.getsockname(), (there.host, there.port))
                return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", one) for one in found]

            monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", addresses)

            async with open_client(f"http://gws01:{there.port}", PUBLIC) as client:
                assert await bodies(client, 1) == [b"1"]


async def test_a_proxy_of_the_environment_is_still_asked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    async with open_client("https://gws.example.com", PUBLIC) as client:
        assert isinstance(client, ProxiedClient)
        with pytest.raises(UnreachableError):
            await exchange(client, GET)


@pytest.mark.parametrize("given", ["a=1", "a=1; Path=/ctx/api", "a=1; Path=/no", "a=1; Secure", "a=1; Max-Age=60", ""])
@pytest.mark.parametrize("content", [None, b"", b"[]"])
async def test_what_is_asked_is_what_httpx_would_ask(given: str, content: bytes | None) -> None:
    method = "GET" if content is None else "POST"
    more = {"X-CSRF-TOKEN": "t"}
    said = {"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": "callboard"}
    async with (
        open_client("http://127.0.0.1:8080/ctx", PUBLIC) as client,
        httpx.AsyncClient(base_url="http://127.0.0.1:8080/ctx", headers=said, cookies=client.cookies.jar) as known,
    ):
        assert isinstance(client, DirectClient)
        first = known.build_request("GET", "/api/v2/me")
        for lines in ([given], [given, "b=2"], ["a=; Max-Age=0"]):
            answer = httpx.Response(200, headers=[("Set-Cookie", line) for line in lines if line], request=first)
            client.cookies.extract_cookies(answer)
            for path in ("/api/v2/me?subresources=*", "/api/v2/notifications", "/api/v2/me"):
                wanted = known.build_request(method, path, content=content, headers=more)
                asked = client.headers(Request(method, path, more, content), wanted.url.raw_path)
                assert sorted(asked) == sorted(wanted.headers.raw)
        client.cookies.clear()
        assert b"Cookie" not in dict(client.headers(Request(method, "/", more, content), b"/"))


@pytest.mark.parametrize("path", ["/a?b=c", "/ü x", "//elsewhere.example.com/a", "a"])
async def test_what_is_sent_leads_where_httpx_would_lead(path: str) -> None:
    async with served((OK, b"a")) as (server, client), httpx.AsyncClient(base_url=f"{server.url}/") as known:
        await exchange(client, Request("GET", path, {}))
        assert server.first_lines == [b"GET %b HTTP/1.1" % known.build_request("GET", path).url.raw_path]


@pytest.mark.parametrize("value", ["a\r\nHost: other.example.com", "a\nb", "a\rb", "a\0b"])
async def test_a_header_that_would_be_two_is_not_sent(value: str) -> None:
    async with served((OK, b"a")) as (server, client):
        with pytest.raises(UnreachableError, match="a header that cannot be sent"):
            await exchange(client, Request("GET", "/", {"X-CSRF-TOKEN": value}))
        assert await bodies(client, 1) == [b"a"]
        assert server.requests == 1


async def test_a_user_in_the_address_goes_along_unless_the_request_has_another() -> None:
    async with open_client("http://someone:secret@127.0.0.1:8080", PUBLIC) as client:
        assert isinstance(client, DirectClient)
        other = httpx.BasicAuth("other", "secret")
        for request, user in ((GET, "someone"), (Request("GET", "/", {}, authorize=lambda _: other), "other")):
            basic = b64encode(f"{user}:secret".encode())
            assert dict(client.headers(request, b"/"))[b"Authorization"] == b"Basic " + basic
