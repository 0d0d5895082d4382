"""A server of pages: puts its parts together, and runs until it is told to end."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from tui.serve.asker import is_one_of
from tui.serve.connections import Connection, ConnectionLimits, Connections, limits_of_process
from tui.serve.guard import HEALTH, forbid, guard
from tui.serve.metrics import METRICS, MetricsPage
from tui.serve.pages import WebPages
from tui.serve.settings import Serving
from tui.serve.shared_run import SharedRun
from tui.serve.token_login import TokenLogin

LONGEST_FORM = 4096
"""Bytes of what is posted: a token."""
_SHUTDOWN_S = 2.0
_LINGERING_S = 2.0
"""How long the rest of a request that was refused is read."""
_BACKLOG = 128


@asynccontextmanager
async def served(serving: Serving, limits: ConnectionLimits | None = None) -> AsyncIterator[str]:
    """Serve pages.

    Args:
        serving: Where and what.
        limits: Of connections; those that suit the process if not given.

    Yields:
        The address of the page on this machine.

    Raises:
        OSError: The address or port cannot be used.
    """
    room = SharedRun(serving.program, serving.max_viewers, again=serving.again, fixed=serving.size, alone=serving.alone)
    connections = Connections(limits or limits_of_process(), lambda address: is_one_of(address, serving.proxies))
    # Each connection carries one request, or the socket of a page: what is idle is not kept.
    runner = web.AppRunner(
        application(serving, room, connections),
        access_log=None,
        shutdown_timeout=_SHUTDOWN_S,
        lingering_time=_LINGERING_S,
    )
    await runner.setup()
    try:
        listening = await _listen(runner, serving, connections)
        try:
            yield _address(serving, listening)
        finally:
            # Nobody may come any more who would start anew what is ended below.
            listening.close()
    finally:
        await room.close()
        await runner.cleanup()


async def _listen(runner: web.AppRunner, serving: Serving, connections: Connections) -> asyncio.Server:
    server = runner.server
    if server is None:
        raise RuntimeError("the runner was not set up")
    return await asyncio.get_running_loop().create_server(
        lambda: Connection(server(), connections), serving.host, serving.port, backlog=_BACKLOG
    )


def _address(serving: Serving, listening: asyncio.Server) -> str:
    host = f"[{serving.host}]" if ":" in serving.host else serving.host
    return f"http://{host}:{listening.sockets[0].getsockname()[1]}"


def application(serving: Serving, room: SharedRun, connections: Connections) -> web.Application:
    """Put the parts together.

    Args:
        serving: How pages are served.
        room: What they show.
        connections: Which requests come through.
    """
    door = TokenLogin(serving)
    pages = WebPages(serving, door, room, connections)
    application = web.Application(middlewares=[guard(serving, connections)], client_max_size=LONGEST_FORM)
    application.on_response_prepare.append(forbid)
    application.add_routes(
        [
            web.get("/", pages.page),
            web.get("/alive", pages.alive),
            web.get(HEALTH, pages.health),
            web.get("/look", pages.look),
            web.get("/page/{name}", pages.file),
            web.get("/login", door.show_form),
            web.post("/login", door.log_in),
            web.post("/logout", door.log_out),
        ]
    )
    if serving.scrape_tokens is not None:
        application.router.add_get(METRICS, MetricsPage(serving, serving.scrape_tokens, room).metrics)
    return application


async def serve(serving: Serving, ready: Callable[[str], None]) -> None:
    """Serve pages until cancelled.

    Args:
        serving: Where and what.
        ready: Called with the address once browsers may come.

    Raises:
        OSError: The address or port cannot be used.
    """
    async with served(serving) as address:
        ready(address)
        await asyncio.Event().wait()
