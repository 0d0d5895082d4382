"""The other side of a measurement: GWS on the CometD project's own server for Node.js, with as many calls as wanted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.bench.needs import MissingError
from tests.interop.node_process import HERE, NodeServer
from tests.node_packages import node_with_packages

HOLD_MS = 20_000


def node_packages(folder: Path) -> str:
    """Path of Node.js, with the packages of a folder.

    Raises:
        MissingError: It is not here, or its packages cannot be had.
    """
    try:
        return node_with_packages(folder)
    except (pytest.skip.Exception, pytest.fail.Exception) as missing:
        raise MissingError(str(missing)) from None


@asynccontextmanager
async def serving(calls: int) -> AsyncIterator[NodeServer]:
    """A server of one login that has these calls; it asks for no CSRF token, which the library does not know."""
    program = node_packages(HERE)
    server = await NodeServer.serve(program, "cometd", csrf=False, timeoutMs=HOLD_MS, maxIntervalMs=2 * HOLD_MS)
    try:
        await server.control("fill", n=calls)
        yield server
    finally:
        await server.stop()
