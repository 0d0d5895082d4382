"""Whom we talk to: only the server that was named, and only if its certificate says so."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from tests.interop.board_pair import Serve, both_servers, follow, login_of
from tests.interop.private_ca import PrivateCa
from tui.gws.login import Login


class Stranger:
    """A listener on another port that counts who comes."""

    def __init__(self) -> None:
        self.visits = 0
        self.url = ""

    async def meet(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.visits += 1
        writer.close()
        await writer.wait_closed()


@pytest.fixture
async def stranger() -> AsyncIterator[Stranger]:
    stranger = Stranger()
    async with await asyncio.start_server(stranger.meet, "127.0.0.1", 0) as listener:
        port = listener.sockets[0].getsockname()[1]
        stranger.url = f"http://127.0.0.1:{port}/api/v2/me"
        yield stranger


@both_servers
async def test_a_server_with_a_private_authority(kind: str, node_server: Serve, private_ca: PrivateCa) -> None:
    server = await node_server(kind, key=str(private_ca.key), cert=str(private_ca.cert), timeoutMs=300)
    tls = ssl.create_default_context(cafile=private_ca.authority)
    async with follow(server, login_of(server, tls)) as pair:
        await pair.live()
        async with pair.undisturbed():
            await server.control("burst", n=50)
        async with pair.interrupted("connection broke"):
            await server.control("ring", unseen=True)
            await server.control("cut")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_certificate_that_does_not_verify_gets_no_request(
    host: str, node_server: Serve, private_ca: PrivateCa
) -> None:
    server = await node_server("cometd", key=str(private_ca.key), cert=str(private_ca.cert))
    # The certificate is for 127.0.0.1 alone: under another name its authority does not help.
    trusted = private_ca.authority if host == "localhost" else None
    url = server.url.replace("127.0.0.1", host)
    login = Login(url, server.user, SecretStr(server.password), ssl.create_default_context(cafile=trusted))
    async with follow(server, login) as pair:
        await pair.until(lambda: pair.said("certificate does not verify"), "refused")
        assert pair.link.state == "refused"
        assert (await server.control("log"))["requests"] == []


@pytest.mark.parametrize("match", ["GET /api/v2/me", "/meta/handshake", "/meta/connect"])
async def test_a_redirect_is_never_followed(match: str, node_server: Serve, stranger: Stranger) -> None:
    server = await node_server("cometd", timeoutMs=300)
    await server.control("fault", mode="redirect", location=stranger.url, match=match)
    async with follow(server) as pair:
        await pair.equal()
        assert pair.said("redirected to") or pair.entries("redirected to")
        assert stranger.visits == 0
