"""The page that shows the run, and the socket behind it."""

import asyncio
import contextlib

from aiohttp import WSMsgType, web

from tui import __version__
from tui.serve.browser_sessions import BrowserSession
from tui.serve.connections import Connections
from tui.serve.files import TYPES, content, filled, names
from tui.serve.messages import read, sized
from tui.serve.pace import RateLimit
from tui.serve.settings import Serving
from tui.serve.shared_run import SharedRun
from tui.serve.token_login import TokenLogin
from tui.serve.tokens import TokenRole
from tui.serve.viewer import Parted, Viewer

HEARTBEAT_S = 4.0
"""How often a silent socket is asked whether it is still there; without an answer within half of that it is closed."""
LOOK_S = 0.5
"""How often it is looked whether the log-in of a page still holds."""
MESSAGES_PER_S = 200
"""So many messages of one page are taken within a second: a key that is held down repeats some thirty times, and a
mouse moves up to a hundred."""
LONGEST_MESSAGE = 1 << 18
"""Bytes of what a page says; the longest is a paste."""


class WebPages:
    """Answers for one room, to whom the door lets in."""

    def __init__(self, serving: Serving, door: TokenLogin, room: SharedRun, connections: Connections) -> None:
        """Open the pages.

        Args:
            serving: How the page looks.
            door: Who may see it.
            room: What it shows.
            connections: Are told which of them are pages that look.
        """
        self._connections = connections
        self._serving = serving
        self._door = door
        self._room = room

    async def page(self, request: web.Request) -> web.Response:
        """`GET /`: the page itself."""
        held = self._door.let_in(request)
        if held is None:
            return web.Response(status=303, headers={"Location": "/login"})
        serving = self._serving
        text = filled("wall.html", title=serving.title, font_px=serving.font_px, version=__version__)
        answer = web.Response(text=text, content_type="text/html")
        self._door.renew(request, answer, held)
        return answer

    async def alive(self, request: web.Request) -> web.Response:
        """`GET /alive`: for a page that has lost its socket: whether the server is back, and the page still its own."""
        if self._door.let_in(request) is None:
            return web.json_response({"login": True}, status=401)
        return web.json_response({"version": __version__})

    async def health(self, request: web.Request) -> web.Response:
        """`GET /healthz`: for a probe, which has no token and is told nothing that would need one."""
        del request
        found = self._room.health()
        return web.json_response(found.told, status=200 if found.ok else 503)

    async def file(self, request: web.Request) -> web.Response:
        """`GET /page/NAME`: a file that the pages need."""
        name = request.match_info["name"]
        if name not in names():
            raise web.HTTPNotFound
        return web.Response(body=content(name), content_type=TYPES["." + name.rpartition(".")[2]], charset="utf-8")

    async def look(self, request: web.Request) -> web.StreamResponse:
        """`GET /look`: the socket of a page, as long as it looks."""
        held = self._door.let_in(request)
        if held is None:
            return web.Response(status=401)
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_S, max_msg_size=LONGEST_MESSAGE, compress=False)
        held = self._door.renew(request, socket, held)
        await socket.prepare(request)
        size = sized(request.query.get("columns", ""), request.query.get("rows", ""))
        acts, address = held.role is TokenRole.ACT, self._door.address(request)
        viewer = Viewer(socket, size, acts=acts, address=address, token=held.token)
        code, why_not = self._why_not(viewer, held, takes_over=request.query.get("take") == "1")
        if why_not:
            await socket.close(code=code, message=why_not.encode())
            return socket
        self._connections.took_page(request)
        self._room.enter(viewer)
        try:
            await self._converse(socket, viewer, held)
        finally:
            self._room.leave(viewer)
        return socket

    def _why_not(self, viewer: Viewer, held: BrowserSession, *, takes_over: bool) -> tuple[int, str]:
        acting = self._room.acting()
        if acting is not None and viewer.acts:
            if not takes_over:
                return Parted.ELSEWHERE, f"it is open at {acting.address}, and only one at a time may act"
            self._door.write_down("takeover", viewer.address, held)
            self._room.take_over(viewer)
        return Parted.FULL, self._room.why_not()

    async def _converse(self, socket: web.WebSocketResponse, viewer: Viewer, held: BrowserSession) -> None:
        tasks = (
            asyncio.create_task(viewer.send_all(), name="to a page"),
            asyncio.create_task(self._listen(socket, viewer), name="from a page"),
        )
        watching = asyncio.create_task(self._watch_pass(viewer, held), name="pass of a page")
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (*tasks, watching):
                task.cancel()
                # Whatever ended one page is no business of the others.
                with contextlib.suppress(asyncio.CancelledError, ConnectionError, RuntimeError):
                    await task

    async def _watch_pass(self, viewer: Viewer, held: BrowserSession) -> None:
        while self._door.holds(held):  # noqa: ASYNC110 - its time and a file tell, which have no event
            await asyncio.sleep(LOOK_S)
        self._room.leave(viewer)
        viewer.part(Parted.LOGGED_OUT, "logged out, or the token does not count any more")

    async def _listen(self, socket: web.WebSocketResponse, viewer: Viewer) -> None:
        pace = RateLimit(MESSAGES_PER_S)
        async for message in socket:
            # What is not read yet waits at the page: it costs nothing here.
            await pace.turn()
            said = read(message.data) if message.type == WSMsgType.TEXT else None
            if said is not None:
                await self._room.take(viewer, said)
