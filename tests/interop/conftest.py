"""Node.js servers and clients for the tests of this folder: installed once, started by a test, always stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from tests.interop.node_process import HERE, JsClient, NodeServer
from tests.interop.private_ca import PrivateCa, make_private_ca
from tests.node_packages import node_with_packages


@pytest.fixture(scope="session")
def node_program() -> str:
    """Path of Node.js, its locked packages installed; the test is skipped where there is none (but fails in CI)."""
    return node_with_packages(HERE)


@pytest.fixture
async def node_server(node_program: str) -> AsyncIterator[Callable[..., Awaitable[NodeServer]]]:
    """``await node_server("cometd" | "faye", **options)`` starts a server that is stopped at the end of the test."""
    async with AsyncExitStack() as stack:

        async def serve(kind: str, **options: object) -> NodeServer:
            server = await NodeServer.serve(node_program, kind, **options)
            stack.push_async_callback(server.stop)
            return server

        yield serve


@pytest.fixture
async def js_client(node_program: str) -> AsyncIterator[Callable[..., Awaitable[JsClient]]]:
    """``await js_client(url=, user=, password=, topics=, ack=)`` starts the CometD project's JavaScript client."""
    async with AsyncExitStack() as stack:

        async def connect(**options: object) -> JsClient:
            client = await JsClient.start(node_program, "js_client.mjs", options)
            stack.push_async_callback(client.stop)
            return client

        yield connect


@pytest.fixture(scope="session")
def private_ca(tmp_path_factory: pytest.TempPathFactory) -> PrivateCa:
    """Files of a certificate authority that nobody else trusts; its server certificate is for 127.0.0.1."""
    return make_private_ca(tmp_path_factory.mktemp("private-ca"))
