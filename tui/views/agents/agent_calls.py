"""Which calls go on at which device, kept by looking only at the calls that changed."""

from collections.abc import Collection

from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.live.store.monitored import is_monitored_call
from tui.views.slices import CallsInSlices


class AgentCalls(CallsInSlices):
    """The calls of each device; a supervisor's copies are not their own."""

    def __init__(self, board: Board) -> None:
        """Know no call yet; all of them wait.

        Args:
            board: Where the calls are.
        """
        super().__init__()
        self._bare = board.bare
        self._of: dict[str, set[CallKey]] = {}
        self._device: dict[CallKey, str] = {}
        self.take(self._bare.calls)

    def of(self, device_id: str) -> Collection[CallKey]:
        """The calls of a device that go on."""
        calls = self._bare.calls
        return [key for key in self._of.get(device_id, ()) if key in calls]

    def _look(self, key: CallKey) -> None:
        known = self._device.pop(key, None)
        if known is not None:
            self._of[known].discard(key)
        call = self._bare.calls.get(key)
        if call is not None and not call.ended and not is_monitored_call(call.call):
            device_id = self._device[key] = call.call.device_id or ""
            self._of.setdefault(device_id, set()).add(key)
        if known is not None and not self._of[known]:
            del self._of[known]
