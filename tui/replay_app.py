"""The application around a recording: it shows what was, sends nothing, and says so on every screen."""

import asyncio
from dataclasses import replace

from textual.screen import Screen

from tui.config import Settings
from tui.fault_tolerant_app import FaultTolerantApp
from tui.recording.player import Player
from tui.screens.base import BoardScreen
from tui.screens.desk.desk_options import options_from
from tui.screens.replay.alarm_hunt import AlarmHunt
from tui.screens.replay.replay_desk import ReplayDesk
from tui.screens.replay.replay_wall import ReplayWall
from tui.screens.replay.transport import Transport
from tui.screens.wall.alarm_telling import AlarmDelivery
from tui.screens.wall.options import WallOptions
from tui.source.text import clean
from tui.wall_options import wall_options
from widgets.bars.key_footer import KeyFooter
from widgets.drawing.running_mark import HeaderMark


class ReplayApp(FaultTolerantApp):
    """Shows a recording on a wall or a desk."""

    def __init__(
        self, settings: Settings, player: Player, *, desk: bool = False, speed: float = 1.0, paused: bool = False
    ) -> None:
        """Put a screen on a recording.

        Args:
            settings: How it looked.
            player: The recording, at the place where it is to begin.
            desk: Whether it is a desk.
            speed: Recorded seconds for each second.
            paused: Whether it waits for a key.
        """
        super().__init__(theme=settings.theme)
        self._settings = settings
        self._player = player
        self._desk = desk
        self._options = _wall_options(settings, player)
        self.transport = Transport(player, self._hunt, speed=speed, paused=paused)
        self.transport.on_move = self._follow
        self._playing: asyncio.Task[None] | None = None

    @property
    def mark(self) -> HeaderMark | None:
        """That this is a recording, of when, and where in it this is."""
        return self.transport.mark

    def first_screen(self) -> Screen[None]:
        """The wall or the desk."""
        if not self._desk:
            return ReplayWall(self._player, self._options, self.transport)
        title = clean(self._settings.title) or next(iter(self._player.board.sources), "")
        return ReplayDesk(self._player, options_from(self._settings.desk, title), self.transport)

    async def begin(self) -> None:
        """Let it play."""
        self._playing = asyncio.create_task(self._play(), name="replay")

    async def on_unmount(self) -> None:
        """Stop it."""
        if self._playing is not None:
            self._playing.cancel()
            await asyncio.gather(self._playing, return_exceptions=True)

    async def _play(self) -> None:
        while True:
            try:
                await self.transport.run()
            except Exception as error:  # the one place where a fault of the replay ends: told like one of a screen
                self.transport.halt()
                self.take_fault(error)

    def _hunt(self) -> AlarmHunt:
        return AlarmHunt(self._player.board, self._options.thresholds, self._options.attention.stale_s)

    def _follow(self) -> None:
        """The moment is another: what shows a time has to be drawn again."""
        for screen in self.screen_stack:
            if isinstance(screen, BoardScreen) and screen.is_mounted:
                screen.call_later(screen.tick)
            for footer in screen.query(KeyFooter):
                footer.redraw()


def _wall_options(settings: Settings, player: Player) -> WallOptions:
    options = wall_options(settings)
    said = options.attention
    attention = AlarmDelivery(stale_s=said.stale_s, stale_warn_s=said.stale_warn_s)
    return replace(options, attention=attention, history=player.history, unlock_key="", dim=())
