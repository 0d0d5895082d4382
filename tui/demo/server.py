"""The simulated contact centre as a server: puts the parts together, starts and stops them."""

from __future__ import annotations

import asyncio
import contextlib
import random
import secrets
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from aiohttp import web

from tui.demo.centre.centre import Centre
from tui.demo.centre.life import Life
from tui.demo.centre.pace import LifePace
from tui.demo.comet.bayeux import Bayeux
from tui.demo.comet.comet_hub import CometHub
from tui.demo.comet.messenger import Messenger
from tui.demo.comet.notifications import Notifications
from tui.demo.control import Control
from tui.demo.options import Options
from tui.demo.parts import SimulatorParts
from tui.demo.rest.acceptance import Acceptance
from tui.demo.rest.directory import Directory
from tui.demo.rest.door import SimulatedLogins
from tui.demo.rest.faults import Faults
from tui.demo.rest.gate import API, Gate
from tui.demo.rest.later import DelayedEffects
from tui.demo.rest.resources import Json, Scribe
from tui.demo.rest.rest_reading import RestReading
from tui.demo.rest.rest_writing import Writing
from tui.demo.rest.statistics import Statistics
from tui.demo.verbs import Verbs

_HOST = "127.0.0.1"
_SWEEP_S = 0.25
_LARGEST_BODY = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Login:
    """A login that the simulator accepts.

    Attributes:
        name: The agent's number, a good name for a source.
        user: User name for Basic.
        password: The same for all logins.
    """

    name: str
    user: str
    password: str


class Simulator:
    """A contact centre on a loopback port.

    Attributes:
        options: What it was told.
        centre: The call model; tests may look at it and change it through the modules of this package.
        life: What happens by itself.
        control: The control verbs, as methods (`control.cut()`, `control.forget()`, ...).
        statistics: What was counted.
        logins: Who may log in and has calls dealt to them.
    """

    def __init__(self, options: Options | None = None) -> None:
        """Fill a centre; nothing is served before `start`.

        Args:
            options: Size, rate, oddities; None is all defaults.
        """
        self.options = options = options or Options()
        self.centre = Centre(options)
        self.life = Life(self.centre)
        self.life.populate()
        password = options.password or secrets.token_urlsafe(9)
        dealt = self.centre.agents[:1] if options.logins == "one" else self.centre.agents
        self.logins = tuple(Login(agent.number, agent.user_name, password) for agent in dealt)
        self._port = options.port
        self._later = DelayedEffects()
        self._parts = self._wire(password)
        self.control = Verbs(self._parts)
        self.statistics = self._parts.statistics

    def _wire(self, password: str) -> SimulatorParts:
        options, centre = self.options, self.centre
        noise = random.Random(options.seed + 1)
        hub = CometHub(options, centre.clock)
        door = SimulatedLogins(centre, password, options.http_session_s)
        door.ended = hub.log_out
        scribe = Scribe(options.external_url or "", options.wrinkles, centre.clock, noise)
        return SimulatorParts(
            centre=centre,
            life=self.life,
            pace=LifePace(self.life, options.rate_per_s),
            hub=hub,
            door=door,
            messenger=Messenger(centre, scribe, hub, noise),
            scribe=scribe,
            faults=Faults(),
            acceptance=Acceptance(centre, self._later),
            statistics=Statistics(),
            cut=self.cut,
        )

    @property
    def url(self) -> str:
        """Where it is, such as "http://127.0.0.1:8090"; the port is known once it has started."""
        return f"http://{_HOST}:{self._port}"

    @property
    def password(self) -> str:
        """The password of all logins."""
        return self._parts.door.password

    @password.setter
    def password(self, password: str) -> None:
        """Change it for every login; sessions that go on are not asked for it."""
        self._parts.door.password = password

    def calls(self, user_name: str) -> list[Json]:
        """The live calls of a login as whole resources, as `GET /me/calls?fields=*` has them now.

        Raises:
            KeyError: There is no such login.
        """
        return self.control.calls(user_name)

    def pause(self) -> None:
        """Stop the life of the centre; operations of clients still work."""
        self.control.pause()

    def resume(self) -> None:
        """Let life go on."""
        self.control.resume()

    # Running

    async def start(self) -> None:
        """Serve; the port stays the same when it is started again after a stop.

        Raises:
            OSError: The port is taken.
        """
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.5, handle_signals=False)
        await self._runner.setup()
        site = web.TCPSite(self._runner, _HOST, self._port)
        try:
            await site.start()
        except OSError:
            await self._runner.cleanup()
            raise
        self._port = self._runner.addresses[0][1]
        self._parts.scribe.base_url = self.options.external_url or f"{self.url}{API}"
        self._tasks = (asyncio.create_task(self._parts.pace.run()), asyncio.create_task(self._sweep()))

    def _application(self) -> web.Application:
        parts, wrinkles = self._parts, self.options.wrinkles
        gate = Gate(parts.door, parts.statistics, parts.faults, csrf=self.options.csrf, as_text=wrinkles.status_as_text)
        application = web.Application(middlewares=[gate.middleware()], client_max_size=_LARGEST_BODY)
        bayeux = Bayeux(parts.hub, timestamps=wrinkles.timestamps)
        logins = [{"name": login.name, "user": login.user, "password": login.password} for login in self.logins]
        for routes in (
            RestReading(parts.centre, parts.scribe, Directory(parts.centre, parts.scribe)).routes(API),
            Writing(parts.centre, parts.scribe, parts.door, parts.acceptance, parts.statistics).routes(API),
            Notifications(bayeux, parts.door).routes(API),
            Control(self.control, logins).routes(),
        ):
            application.add_routes(routes)
        return application

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_S)
            self._parts.hub.sweep()

    def cut(self) -> int:
        """Cut every TCP connection, also those of held polls; say how many there were."""
        server = self._runner.server
        connections = server.connections if server is not None else []
        transports = [each.transport for each in connections if each.transport is not None]
        for transport in transports:
            if isinstance(transport, asyncio.WriteTransport):
                transport.abort()
        return len(transports)

    async def stop(self) -> None:
        """End everything at once: tasks, planned effects, sessions, held polls, connections."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._later.cancel()
        self._parts.faults.clear()
        self._parts.hub.close()
        self._parts.door.expire_all()
        self.cut()
        await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        await self.stop()
