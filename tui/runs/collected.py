"""`callboard collect`: publishes all logins of a configuration to a floor, and says in lines of JSON how that goes."""

import argparse
import asyncio
import os
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from tui.config import Settings
from tui.kinds.floor.publication import publication, publisher_name
from tui.machine.sd_notify import Notifier, take_notifier
from tui.passwords import open_secrets
from tui.printing.json_line import Line, json_line
from tui.runs.connected import first_reading, parts_of
from tui.runs.logged import begin_log
from tui.runs.signals import until_told

if TYPE_CHECKING:
    from tui.live.feeds.outlet import OutletWord
    from tui.live.reports.health import Health
    from tui.live.store.board import Changes
    from tui.wiring import RunParts

_LINES = 2
"""Of each source when everything is said, and more than that may wait."""


def collect(options: argparse.Namespace) -> int:
    """Publish until told to end; see `callboard collect --help`."""
    notifier = take_notifier(os.environ, os.getpid())
    settings = first_reading(options).settings
    secrets = open_secrets(settings.sources)
    outlet = publication(settings, secrets, "collector", take_over=options.take_over)
    begin_log(secrets.known, settings.log_level)

    async def run() -> int:
        parts = parts_of(settings, secrets, outlet=outlet)
        return await until_told(_follow(parts, settings, notifier))

    return asyncio.run(run())


async def _follow(parts: "RunParts", settings: Settings, notifier: Notifier) -> NoReturn:
    from tui.live.reports.health import HealthWatch
    from tui.printing.printer import LEAST, Printer
    from tui.runs.heartbeat import Heartbeat

    health = HealthWatch(parts.board, lambda: settings.health_stale_s)

    def look() -> "Health":
        found, outlet = health.look(), parts.outlet
        return found if outlet is None or outlet.well else replace(found, reasons=(*found.reasons, outlet.words[0]))

    with Printer(lambda: LEAST + _LINES * len(parts.board.sources), on_room=lambda: lines.catch_up()) as printer:
        lines = CollectorLines(parts, settings, lambda line: printer.put(json_line(line)), lambda: printer.takes)
        lines.begin()
        running = [
            asyncio.create_task(parts.feeds.run()),
            asyncio.create_task(Heartbeat(notifier, look, lambda: parts.feeds.ticked_s).run()),
        ]
        try:
            # What cannot be written must end the run, and not a feed.
            await printer.fail_or_be_left()
        finally:
            lines.stop()
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)


class CollectorLines:
    """Tells every change of a link in a line, that to the floor among them, and which logins are published.

    Where lines cannot be taken they are left out and counted, until `catch_up` says how everything stands.
    """

    def __init__(
        self, parts: "RunParts", settings: Settings, write: Callable[[Line], None], takes: Callable[[], bool]
    ) -> None:
        """Watch from now on.

        Args:
            parts: What runs.
            settings: Who publishes what.
            write: Takes each line.
            takes: Whether lines are taken now.
        """
        self._parts = parts
        self._settings = settings
        self._write = write
        self._takes = takes
        self._left_out = 0
        self.stop = parts.board.watch(self._tell_links)
        if parts.outlet is not None:
            parts.outlet.on_word.append(self._tell_word)

    def begin(self) -> None:
        """Say who begins."""
        settings = self._settings
        who = {"name": publisher_name(settings), "site": settings.publish.site, "floor": list(settings.floor.url)}
        self._say("collect", sources=len(settings.sources), **who)

    def catch_up(self) -> None:
        """Where lines were left out say how many, and then how everything stands."""
        if not self._left_out:
            return
        left_out, self._left_out = self._left_out, 0
        self._say("gap", lines=left_out)
        for name in self._parts.board.sources:
            self._tell_link(name)
        for word in self._parts.outlet.told() if self._parts.outlet is not None else ():
            self._tell_word(word)

    def _tell_links(self, changes: "Changes") -> None:
        for name in changes.links:
            self._tell_link(name)

    def _tell_link(self, name: str) -> None:
        source = self._parts.board.sources.get(name)
        if source is not None:
            why = self._settings.published.text(source.link.why)
            self._say("link", source=name, state=source.link.state.value, why=why)

    def _tell_word(self, word: "OutletWord") -> None:
        whose = {"source": word.source} if word.source else {}
        self._say("publishing" if word.source else "floor", **whose, state=word.state, why=word.why)

    def _say(self, kind: str, **said: object) -> None:
        if self._takes() and not self._left_out:
            self._write({"type": kind, **said, "at": self._parts.board.clock.wall().isoformat()})
        else:
            self._left_out += 1
