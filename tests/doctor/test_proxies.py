"""The way out: proxies of the environment, told without their credentials, and followed as the wall follows them."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.doctor.patient import go_through, verdicts, words
from tests.gws.scripted_server import PASSWORD, USER, ScriptedServer
from tests.interop.private_ca import PrivateCa

_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.mark.parametrize(
    "answer", ["HTTP/1.1 200 Connection established", "HTTP/1.1 407 Proxy Authentication Required"]
)
async def test_tls_through_a_proxy(answer: str, private_ca: PrivateCa, monkeypatch: pytest.MonkeyPatch) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(private_ca.cert, private_ca.key)
    server = await ScriptedServer().start(context)
    server.cometd.holds = False
    asked: list[str] = []
    async with _proxy(answer, asked) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://proxy-user:proxy-canary@127.0.0.1:{port}")
        steps = await go_through(server.url, USER, PASSWORD, ca_bundle=private_ca.authority)
    await server.stop()

    assert steps["proxy"].found.detail == f"http://127.0.0.1:{port}"
    assert f"127.0.0.1 port {port} answers" in steps["connection"].found.detail
    assert all(line.startswith("CONNECT 127.0.0.1:") for line in asked)
    if "200" in answer:
        assert "FAILED" not in verdicts(steps)
        assert len(asked) >= 2
    else:
        assert verdicts(steps)["FAILED"] == ["tls"]
        assert "the proxy answers HTTP/1.1 407" in words(steps["tls"])
    assert "proxy-canary" not in "".join(map(words, steps.values()))


@pytest.mark.parametrize("said", ["socks5://127.0.0.1:1080", "ftp://127.0.0.1", "http://"])
async def test_a_proxy_that_cannot_be_used(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", said)
    steps = await go_through("https://gws.example.com", USER, PASSWORD)

    assert verdicts(steps)["FAILED"] == ["proxy"]
    assert "Mend HTTPS_PROXY" in words(steps["proxy"])


async def test_no_proxy_excepts_the_server(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    assert (await go_through(server.url, USER, PASSWORD))["proxy"].found.detail == "none"


async def test_a_proxy_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    listener = await asyncio.start_server(lambda _r, _w: None, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    listener.close()
    await listener.wait_closed()
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")

    assert "proxy's port" in words((await go_through("https://gws.example.com", USER, PASSWORD))["connection"])


@asynccontextmanager
async def _proxy(answer: str, asked: list[str]) -> AsyncIterator[int]:
    """A proxy that knows CONNECT."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            asked.append(head.splitlines()[0])
            writer.write(f"{answer}\r\n\r\n".encode())
            if " 200 " in answer:
                host, _, port = head.split(" ")[1].rpartition(":")
                far_reader, far_writer = await asyncio.open_connection(host, int(port))
                await asyncio.gather(_pipe(reader, far_writer), _pipe(far_reader, writer))
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as listener:
        yield listener.sockets[0].getsockname()[1]


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
    writer.close()
