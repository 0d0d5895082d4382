"""Runs with the simulated contact centre: the demo, and the simulator alone."""

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from tui.config import ConfigError, Settings
from tui.demo.config_file import config_for
from tui.demo.options import Options
from tui.demo.rest.faults import FaultKind
from tui.demo.server import Simulator
from tui.live.store.privacy import OPEN
from tui.machine.pipes import open_to_write
from tui.machine.port_errors import why_not_bound
from tui.passwords import Secrets
from tui.printing.json_line import json_line
from tui.printing.printer import Printer
from tui.runs.connected import LOOK, Beside, said, show
from tui.runs.recorded import recording
from tui.runs.screen_terminal import require_terminal
from tui.runs.signals import until_told
from tui.screens.wall.tour import Tour

_DESK = "5001"
_EVERY = 1_000_000_000
"""More requests than a demo lives to see."""
_DESK_OF = {"day": "run", "dispositions": ("Sold", "Callback", "No interest")}
"""Simulated calls are kept nowhere, and end in one of these ways."""
_SHOWN = {"numbers": "show", "names": "show", "data": "show"}
"""Nobody of a simulated contact centre has anything to hide."""


def demo(options: argparse.Namespace) -> int:
    """Show the wall or a desk on a simulated contact centre; see `callboard demo --help`."""
    require_terminal()

    async def run() -> int:
        # A person sits at the desk, or a caller is to wait there: nothing is done on behalf of that agent.
        toured = _is_toured(options)
        attended = (_DESK,) if options.desk or toured else ()
        # Whoever supervises needs the supervisors' logins for themselves.
        more = {"attended": attended, "supervisors_act": not options.supervise}
        async with simulator_for(options, agents=options.agents, logins="each", **more) as simulator:
            look = {name: value for name, value in said(options, *LOOK).items() if value is not None}
            shown = [login for login in simulator.logins if not options.desk or login.name == _DESK]
            sources = [{"name": login.name, "url": simulator.url, "user": login.user} for login in shown]
            settings = Settings.model_validate(
                {
                    "title": "demo",
                    "queue_key": "Queue",
                    "privacy": _SHOWN,
                    "desk": _DESK_OF,
                    **look,
                    "sources": sources,
                }
            )
            secrets = Secrets({login.name: SecretStr(login.password) for login in shown})
            for name, password in secrets.passwords.items():
                secrets.known.add(name, password)
            tour = tour_of(simulator) if toured else None
            beside = Beside(recording(options, settings, OPEN, secrets.known))
            desk, supervise = options.desk, options.supervise
            return await show(settings, secrets, desk=desk, supervise=supervise, tour=tour, beside=beside)

    return asyncio.run(run())


def tour_of(simulator: Simulator) -> Tour:
    """The guided tour of a demo: what it shows, it lets the simulator do.

    Args:
        simulator: The running centre, at which nobody answers the agent 5001.

    Returns:
        The tour at its first stop.
    """
    control = simulator.control

    def cut() -> None:
        control.cut()
        control.spoil(FaultKind.DROP, count=_EVERY)

    return Tour({"ring": lambda: control.start(_DESK), "cut": cut, "mend": control.clear})


def _is_toured(options: argparse.Namespace) -> bool:
    """Whether somebody stands at this demo who does not know it yet."""
    return options.tour and not (options.desk or options.supervise or options.kiosk or options.page_s)


def simulate(options: argparse.Namespace) -> int:
    """Run the simulator alone; see `callboard simulate --help`."""

    async def run() -> int:
        logins = "each" if options.agents else "one"
        async with simulator_for(options, agents=options.agents or 24, port=options.port, logins=logins) as simulator:
            if options.config_out:
                _write_config(simulator, Path(options.config_out))
            return await until_told(_tell_and_wait(simulator), interrupted=0)

    return asyncio.run(run())


def _write_config(simulator: Simulator, path: Path) -> None:
    try:
        with open_to_write(path) as file:
            file.write(config_for(simulator).encode())
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}") from None


async def _tell_and_wait(simulator: Simulator) -> None:
    first = simulator.logins[0]
    ready = {"url": simulator.url, "user": first.user, "password": first.password}
    with Printer() as printer:
        printer.put(json_line(ready))
        await printer.fail()


def simulated_options(options: argparse.Namespace, **more: Any) -> Options:  # noqa: ANN401 - Options checks
    """Say what goes on in a simulated contact centre.

    Args:
        options: What was said on the command line.
        more: Further options of the simulator; where the rate is among them it counts if none was said.

    Raises:
        ConfigError: What was said cannot be.
    """
    if options.rate is not None:
        more["rate_per_s"] = options.rate
    try:
        return Options(calls=options.calls, seed=options.seed, **more)
    except ValueError as error:
        raise ConfigError(str(error)) from error


@asynccontextmanager
async def simulator_for(options: argparse.Namespace, **more: Any) -> AsyncIterator[Simulator]:  # noqa: ANN401 - Options checks
    """Run a simulated contact centre within the block.

    Args:
        options: How much goes on there.
        more: Further options of the simulator.

    Raises:
        ConfigError: What was said cannot be.
    """
    simulator = Simulator(simulated_options(options, **more))
    try:
        await simulator.start()
    except (ValueError, OverflowError) as error:
        raise ConfigError(str(error)) from error
    except OSError as error:
        raise ConfigError(f"port {more.get('port', 0)} cannot be used: {why_not_bound(error)}") from error
    try:
        yield simulator
    finally:
        await simulator.stop()
