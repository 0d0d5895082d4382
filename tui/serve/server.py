"""A server of pages: puts its parts together, and runs until it is told to end."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from tui.serve.door import Door
from tui.serve.guard import forbid, guard
from tui.serve.pages import Pages
from tui.serve.room import Room
from tui.serve.settings import Serving

LONGEST_FORM = 4096
"""Bytes of what is posted: a token."""
_SHUTDOWN_S = 2.0


@asynccontextmanager
async def served(serving: Serving) -> AsyncIterator[str]:
    """Serve pages.

    Args:
        serving: Where and what.

    Yields:
        The address of the page on this machine.

    Raises:
        OSError: The address or port cannot be used.
    """
    room = Room(serving.program, serving.max_viewers, again=serving.again, fixed=serving.size)
    runner = web.AppRunner(application(serving, room), access_log=None, shutdown_timeout=_SHUTDOWN_S)
    await runner.setup()
    site = web.TCPSite(runner, serving.host, serving.port)
    try:
        await site.start()
        yield site.name
        # Nobody may come any more who would start anew what is ended below.
        await site.stop()
    finally:
        await room.close()
        await runner.cleanup()


def application(serving: Serving, room: Room) -> web.Application:
    """Put the parts together.

    Args:
        serving: How pages are served.
        room: What they show.
    """
    door = Door(serving)
    pages = Pages(serving, door, room)
    application = web.Application(middlewares=[guard(serving)], client_max_size=LONGEST_FORM)
    application.on_response_prepare.append(forbid)
    application.add_routes(
        [
            web.get("/", pages.page),
            web.get("/alive", pages.alive),
            web.get("/look", pages.look),
            web.get("/page/{name}", pages.file),
            web.get("/login", door.show_form),
            web.post("/login", door.log_in),
            web.post("/logout", door.log_out),
        ]
    )
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
