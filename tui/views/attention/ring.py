"""A call that begins to ring, as values for programs and pages of the user's."""

from datetime import datetime

from tui.live.store.card import BoardCall
from tui.live.store.outside import dialled_number_of
from tui.views.words.call_words import who_of


def ring_values(call: BoardCall, at: datetime) -> dict[str, object]:
    """Give a ringing call to a program.

    Args:
        call: The call, as it may be shown.
        at: Now, wall clock.

    Returns:
        JSON values: `source`, `call` (id), `who` (as on screen), `number` (as it is dialled; null where it is not
        known), `dnis`, `type`, `data` (attached data), `at`.
    """
    return {
        "source": call.key.source,
        "call": call.key.id,
        "who": who_of(call),
        "number": dialled_number_of(call.call, call.leading) or None,
        "dnis": call.call.dnis,
        "type": call.call.call_type,
        "data": dict(call.call.user_data or {}),
        "at": at.isoformat(timespec="seconds"),
    }
