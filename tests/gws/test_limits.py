"""What is taken of one login and of one answer: everything beyond is refused before it costs memory, with its name."""

from __future__ import annotations

import asyncio
import errno
import gzip
import json
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace

import httpx
import pytest
from pydantic import SecretStr

from tests.gws.samples import CALL, DEVICE
from tests.gws.scripted_server import USER, Answer, ScriptedServer
from tui.gws import snapshot_answer as snapshot_module
from tui.gws.auth import Session
from tui.gws.connections.client import Client
from tui.gws.connections.proxied_client import ProxiedClient
from tui.gws.connections.requests import Request
from tui.gws.http import exchange, open_client
from tui.gws.login import Login
from tui.gws.rest import Rest
from tui.gws.snapshot_answer import early_reader
from tui.source import limits as limits_module
from tui.source.decode import decode
from tui.source.errors import BadReplyError, LimitError, UnreachableError
from tui.source.limits import LoginLimits
from tui.source.models import Call
from tui.source.shapes import untexted
from tui.source.snapshot import Snapshot, read_call
from tui.source.weight import weight_of

MB = 1 << 20
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
GET = Request("GET", "/other", {}, wait_s=60.0)


@pytest.fixture
async def client(server: ScriptedServer) -> AsyncIterator[Client]:
    async with open_client(server.url, server.login.tls) as client:
        yield client


def packed(data: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        data = gzip.compress(data)
    return data


def zip_bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(bytes(MB)) for _ in range(megabytes)), packer.flush()])


@pytest.mark.slow
async def test_a_bomb_of_gzip_costs_no_more_than_the_limit(server: ScriptedServer, client: Client) -> None:
    bomb = zip_bomb(800)
    server.script("other", Answer(bomb, headers={"Content-Encoding": "gzip"}))
    tracemalloc.start()
    try:
        with pytest.raises(LimitError, match="larger than 4 MB: max_answer_mb"):
            await exchange(client, replace(GET, limits=LoginLimits(answer_mb=4)))
        assert tracemalloc.get_traced_memory()[1] < 30 * MB
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("coding", ["gzip, gzip", "gzip,gzip", "br", "deflate", "zstd", "gzip, identity", "\u00e9"])
async def test_other_codings_are_refused_in_words(server: ScriptedServer, client: Client, coding: str) -> None:
    server.script("other", Answer(packed(b"{}", 2), headers={"Content-Encoding": coding}))
    with pytest.raises(BadReplyError, match=r"compressed as .*, which was not asked for"):
        await exchange(client, GET)
    assert server.last("other").headers["Accept-Encoding"] == "gzip"


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "x-gzip"])
async def test_gzip_is_read(server: ScriptedServer, client: Client, coding: str) -> None:
    server.script("other", Answer(packed(b"fine" * 1000), headers={"Content-Encoding": coding}))
    assert (await exchange(client, GET)).body == b"fine" * 1000


def empty_blocks() -> Iterator[bytes]:
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    first = packer.compress(b"") + packer.flush(zlib.Z_SYNC_FLUSH)
    yield OK + b"Content-Encoding: gzip\r\n\r\n" + b"%x\r\n" % len(first) + first + b"\r\n"
    block = b"\x00\x00\x00\xff\xff" * 10_000
    while True:
        yield b"%x\r\n" % len(block) + block + b"\r\n"


def spaces() -> Iterator[bytes]:
    yield OK + b"\r\n"
    while True:
        yield b"10000\r\n" + b" " * 65536 + b"\r\n"


def headers() -> Iterator[bytes]:
    yield OK
    while True:
        yield b"X: " + b"a" * 8000 + b"\r\n"


def interim() -> Iterator[bytes]:
    while True:
        yield b"HTTP/1.1 100 Continue\r\n\r\n" * 500


def extensions() -> Iterator[bytes]:
    yield OK + b"\r\n"
    while True:
        yield b"1;" + b"a" * 5000 + b"\r\n \r\n"


@pytest.mark.parametrize("flood", [empty_blocks, spaces, headers, interim, extensions])
async def test_no_answer_is_endless(flood: Callable[[], Iterator[bytes]]) -> None:
    async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            for part in flood():
                writer.write(part)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    listener = await asyncio.start_server(pour, "127.0.0.1", 0)
    async with listener, open_client(f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}", True) as client:
        request = Request("GET", "/", {}, wait_s=2.0, body_s=2.0, limits=LoginLimits(answer_mb=4))
        async with asyncio.timeout(60):
            with pytest.raises((LimitError, UnreachableError)):
                await exchange(client, request)


async def snapshot(server: ScriptedServer, limits: LoginLimits) -> Snapshot:
    async with Session(Login(server.url, USER, SecretStr("correct horse"), True, limits)) as session:
        await Rest(session).log_in()
        return await Rest(session).snapshot(recall=lambda _: None)


@pytest.mark.parametrize(
    ("name", "items", "words"),
    [
        ("calls", [{**CALL, "id": f"c{n}"} for n in range(6)], "more than 5 calls: max_calls"),
        ("calls", [{"id": f"c{n}"} for n in range(6)], "more than 5 calls: max_calls"),
        ("calls", [{}] * 6, "more than 5 calls: max_calls"),
        ("devices", [{**DEVICE, "id": f"d{n}"} for n in range(4)], "more than 3 devices: max_devices"),
        ("devices", [{}] * 4, "more than 3 devices: max_devices"),
    ],
)
async def test_more_than_is_taken_is_refused_by_its_name(
    server: ScriptedServer, name: str, items: list[object], words: str
) -> None:
    server.user[name] = items[:-1]
    if items[0]:
        await snapshot(server, LoginLimits(calls=5, devices=3))
    server.user[name] = items
    with pytest.raises(LimitError, match=f"^{words}$"):
        await snapshot(server, LoginLimits(calls=5, devices=3))


@pytest.mark.parametrize(
    "inside",
    [
        b'"x":[' + b"{}," * 1_400_000 + b"{}]",
        b'"calls":[' + b"{}," * 1_400_000 + b"{}]",
        b'"x":' + b"[" * 1_000_000 + b"]" * 1_000_000,
        b'"x":{' + b",".join(b'"%d":[]' % n for n in range(300_000)) + b"}",
    ],
    ids=["objects", "calls", "depth", "keys"],
)
async def test_values_are_counted_before_they_are_read(
    server: ScriptedServer, inside: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = b'{"statusCode":0,"user":{"id":"u1",%s}}' % inside
    server.script("snapshot", Answer(body))
    monkeypatch.setattr(json, "loads", lambda *_, **__: pytest.fail("it was read"), raising=True)
    session = Session(Login(server.url, USER, SecretStr("correct horse"), True))
    async with session:
        with pytest.raises(LimitError, match="more than 1,000,000 values in one answer"):
            await session.get("/me?subresources=*", 30.0)


def test_values_in_json_that_comes_as_text_are_counted_once_more() -> None:
    few, many = ('{"a":[' + "{}," * number + "{}]}" for number in (10, 300_000))

    assert untexted(few) == {"a": [{}] * 11}
    assert untexted(many) == many


def test_twenty_thousand_calls_with_much_data_are_taken() -> None:
    call = {**CALL, "userData": {f"key{n}": "value" for n in range(40)}}
    body = json.dumps({"statusCode": 0, "user": {"calls": [call] * 20_000}}).encode()
    LoginLimits().check_values(body, of_calls=True)
    assert len(body) < 2 * LoginLimits().answer_bytes
    with pytest.raises(LimitError, match="values in one answer"):
        LoginLimits().check_values(body)


@pytest.fixture
def few_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits_module, "VALUES", 10_000)
    monkeypatch.setattr(snapshot_module, "VALUES", 10_000)


@pytest.mark.usefixtures("few_values")
def test_values_between_marks_of_calls_count_as_those_of_no_call() -> None:
    marks, values = b'"callUuid",' * 200, b'"ab",' * 11_000
    for body in (marks + values, values + marks, (b'"callUuid",' + b'"ab",' * 1_000) * 20):
        with pytest.raises(LimitError, match="values in one answer"):
            LoginLimits().check_values(body, of_calls=True)
    LoginLimits().check_values((b'"callUuid",' + b'"ab",' * 190) * 200, of_calls=True)


@pytest.mark.usefixtures("few_values")
def test_what_looks_like_calls_to_a_counter_and_is_none_is_counted_as_it_is_read() -> None:
    body = b'{"user":{"x":[' + b",".join([b'{"callUuid":1,"y":[%s0]}' % (b"0," * 150)] * 80) + b"]}}"
    LoginLimits().check_values(body, of_calls=True)
    with pytest.raises(LimitError, match="values in one answer that belong to no call"):
        decode(body, early_reader(lambda _: None))

    call = {**CALL, "x": [{"y": list(range(150))}], "z": {"y": list(range(150))}}
    body = b'{"user":{"calls":[' + b",".join([json.dumps(call).encode()] * 80) + b"]}}"
    answer = decode(body, early_reader(lambda _: None))
    assert isinstance(answer, dict)
    assert len(answer["user"]["calls"]) == 80


def test_texts_and_data_of_all_calls_are_bounded_unless_they_are_known_already() -> None:
    limits = LoginLimits(data_mb=1)
    calls = [{**CALL, "id": f"c{n}", "userData": {f"k{k}": "v" * 2_000 for k in range(40)}} for n in range(30)]
    body = json.dumps({"user": {"calls": calls}}).encode()
    with pytest.raises(LimitError, match="more than 1 MB of texts and attached data: max_data_mb"):
        decode(body, early_reader(lambda _: None, limits))

    known = {call["id"]: read_call(call) for call in calls}

    def recall(call_id: str) -> Call | None:
        found = known[call_id]
        return found if isinstance(found, Call) else None

    assert isinstance(decode(body, early_reader(recall, limits)), dict)


def test_what_a_call_weighs_is_about_what_it_takes() -> None:
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        data = [{f"{n}-{k}": "v" * n for k in range(50)} for n in range(200)]
        calls = [read_call({**CALL, "id": f"c{n}", "userData": one}) for n, one in enumerate(data)]
        del data
        took = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    weighed = sum(weight_of(call) for call in calls if isinstance(call, Call))
    assert 0.5 * took < weighed < 1.5 * took


async def test_no_file_descriptor_is_said_as_that(server: ScriptedServer) -> None:
    class Full(httpx.AsyncBaseTransport):
        async def handle_async_request(self, _: httpx.Request) -> httpx.Response:
            try:
                raise OSError(errno.EMFILE, "Too many open files")
            except OSError as error:
                raise httpx.ConnectError("All connection attempts failed") from error

    async with ProxiedClient(httpx.AsyncClient(base_url=server.url, transport=Full())) as full:
        with pytest.raises(UnreachableError, match=r"out of file descriptors: see ulimit -n"):
            await exchange(full, GET)


def test_far_too_many_calls_are_called_calls() -> None:
    body = json.dumps({"user": {"calls": [CALL] * 200}}).encode() * 110
    with pytest.raises(LimitError, match=r"^more than 5 calls: max_calls$"):
        LoginLimits(calls=5).check_values(body, of_calls=True)
