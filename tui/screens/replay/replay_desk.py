"""The desk on which a recording is replayed: nothing can be sent from it, and every key says why."""

from dataclasses import replace

from textual import events

from tui.recording.player import Player
from tui.screens import keys
from tui.screens.desk.desk_keys import DESK
from tui.screens.desk.desk_options import DeskOptions
from tui.screens.desk.desk_screen import DeskScreen
from tui.screens.keys import Deed
from tui.screens.replay.transport import Transport
from tui.screens.replay.transport_actions import TransportActions

_OWN = tuple(replace(deed, foot=deed.id, rank=1) for deed in DESK if deed.id in ("help", "leave"))
_KEYS = {key: deed.action for deed in keys.TRANSPORT for key in deed.keys}


class ReplayDesk(DeskScreen, TransportActions, inherit_bindings=False):
    """A desk with the keys of a replay."""

    def __init__(self, player: Player, options: DeskOptions, transport: Transport) -> None:
        """Make a desk.

        Args:
            player: The recording.
            options: How the desk was started.
            transport: Moves the recording.
        """
        super().__init__(
            player.board, player.journal, player.operator, options, lambda: None, lambda _: None, lambda _: None
        )
        self.transport = transport

    @property
    def DEEDS(self) -> tuple[Deed, ...]:  # noqa: N802 - as in the desk
        """Everything that can be done here; what would be sent is among it, and says that it cannot be."""
        return keys.under_transport(super().DEEDS, without=("retry",))

    def present(self) -> None:
        """Show how things are; the foot has the keys of the replay."""
        super().present()
        if self.is_mounted:
            self._foot.show(keys.footer_keys((*keys.TRANSPORT, *_OWN)), *self.said)

    async def on_key(self, event: events.Key) -> None:
        """Take the keys of the replay first."""
        action = _KEYS.get(event.key) if self.app.screen is self and not self.busy else None
        if action is not None:
            # Otherwise the desk's own handler would be called as well.
            event.prevent_default().stop()
            await self.run_action(action)

    async def action_leave(self) -> None:
        """Leave: there is no agent whose state could change."""
        self.app.exit(0)
