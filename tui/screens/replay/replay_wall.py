"""The wall on which a recording is replayed: it looks as it did, and its foot says that it is none of now."""

from typing import ClassVar

from textual.binding import BindingType

from tui.recording.player import Player
from tui.screens import keys
from tui.screens.keys import Deed
from tui.screens.replay.transport import Transport
from tui.screens.replay.transport_actions import TransportActions
from tui.screens.wall.options import WallOptions
from tui.screens.wall.wall_screen import WallScreen

REPLAY_WALL = keys.under_transport(keys.WALL, without=("acknowledge", "retry"))


class ReplayWall(WallScreen, TransportActions, inherit_bindings=False):
    """A wall with the keys of a replay; nothing of it is acknowledged or connected again."""

    DEEDS: ClassVar[tuple[Deed, ...]] = REPLAY_WALL
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("replay", REPLAY_WALL)

    def __init__(self, player: Player, options: WallOptions, transport: Transport) -> None:
        """Make a wall.

        Args:
            player: The recording.
            options: How the wall was started.
            transport: Moves the recording.
        """
        super().__init__(player.board, player.journal, options, lambda: None)
        self.transport = transport
