"""The page that shows the run, and the socket behind it."""

import asyncio
import contextlib

from aiohttp import WSMsgType, web

from tui import __version__
from tui.serve.door import Door
from tui.serve.files import TYPES, content, filled, names
from tui.serve.messages import read, sized
from tui.serve.room import Room
from tui.serve.settings import Serving
from tui.serve.viewer import Parted, Viewer

HEARTBEAT_S = 4.0
"""How often a silent socket is asked whether it is still there; without an answer within half of that it is closed."""
LONGEST_MESSAGE = 1 << 18
"""Bytes of what a page says; the longest is a paste."""


class Pages:
    """Answers for one room, to whom the door lets in."""

    def __init__(self, serving: Serving, door: Door, room: Room) -> None:
        """Open the pages.

        Args:
            serving: How the page looks.
            door: Who may see it.
            room: What it shows.
        """
        self._serving = serving
        self._door = door
        self._room = room

    async def page(self, request: web.Request) -> web.Response:
        """`GET /`: the page itself."""
        if not self._door.lets_in(request):
            return web.Response(status=303, headers={"Location": "/login"})
        serving = self._serving
        text = filled("wall.html", title=serving.title, font_px=serving.font_px, version=__version__)
        answer = web.Response(text=text, content_type="text/html")
        self._door.renew(request, answer)
        return answer

    async def alive(self, request: web.Request) -> web.Response:
        """`GET /alive`: for a page that has lost its socket: whether the server is back, and the page still its own."""
        if not self._door.lets_in(request):
            return web.json_response({"login": True}, status=401)
        return web.json_response({"version": __version__})

    async def file(self, request: web.Request) -> web.Response:
        """`GET /page/NAME`: a file that the pages need."""
        name = request.match_info["name"]
        if name not in names():
            raise web.HTTPNotFound
        return web.Response(body=content(name), content_type=TYPES["." + name.rpartition(".")[2]], charset="utf-8")

    async def look(self, request: web.Request) -> web.StreamResponse:
        """`GET /look`: the socket of a page, as long as it looks."""
        if not self._door.lets_in(request):
            return web.Response(status=401)
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_S, max_msg_size=LONGEST_MESSAGE, compress=False)
        self._door.renew(request, socket)
        await socket.prepare(request)
        viewer = Viewer(socket, sized(request.query.get("columns", ""), request.query.get("rows", "")))
        why_not = self._room.why_not()
        if why_not:
            await socket.close(code=Parted.FULL, message=why_not.encode())
            return socket
        self._room.enter(viewer)
        try:
            await self._converse(socket, viewer)
        finally:
            self._room.leave(viewer)
        return socket

    async def _converse(self, socket: web.WebSocketResponse, viewer: Viewer) -> None:
        sending = asyncio.create_task(viewer.send_all(), name="to a page")
        listening = asyncio.create_task(self._listen(socket, viewer), name="from a page")
        try:
            await asyncio.wait((sending, listening), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (sending, listening):
                task.cancel()
                # Whatever ended one page is no business of the others.
                with contextlib.suppress(asyncio.CancelledError, ConnectionError, RuntimeError):
                    await task

    async def _listen(self, socket: web.WebSocketResponse, viewer: Viewer) -> None:
        async for message in socket:
            said = read(message.data) if message.type == WSMsgType.TEXT else None
            if said is not None:
                await self._room.take(viewer, said)
