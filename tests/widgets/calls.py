"""Single calls as the board would know them."""

from typing import Any

from tests.screens.centre import call
from tui.live.store.card import BoardCall, CallKey

NOW_S = 1_000.0


def board_call(state: str = "Established", *, age_s: float | None = 461.0, **fields: object) -> BoardCall:
    """A call that began so long before `NOW_S`; fields of the board call start with `board_`."""
    own: dict[str, Any] = {
        name.removeprefix("board_"): fields.pop(name) for name in list(fields) if name.startswith("board_")
    }
    resource: dict[str, Any] = fields
    start_s = None if age_s is None else NOW_S - age_s
    return BoardCall(CallKey("Billing", "c1"), call("c1", state, **resource), start_s=start_s, **own)
