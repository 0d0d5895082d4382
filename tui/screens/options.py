"""What can be chosen about a wall."""

from dataclasses import dataclass, field
from enum import StrEnum

from tui.live.history import History
from tui.screens.alarm_telling import Attention
from widgets.density import Density
from widgets.thresholds import Thresholds


class Order(StrEnum):
    """Orders of the calls on a wall."""

    ATTENTION = "attention"
    STATE = "state"
    AGENT = "agent"
    DURATION = "duration"

    @property
    def following(self) -> "Order":
        """The order that the key changes to."""
        orders = list(Order)
        return orders[(orders.index(self) + 1) % len(orders)]


@dataclass(frozen=True, slots=True)
class WallOptions:
    """How a wall starts.

    Attributes:
        title: What it is about; "" names the sources.
        density: How much of each call is shown; None lets the number of calls decide.
        order: Which calls come first.
        thresholds: From when on a call needs somebody.
        attention: How somebody is called then.
        page_s: How long a page is shown before the next one is; 0 shows no pages.
        unlock_key: The key that unlocks a kiosk; "" where nothing is locked.
        history: What was seen so far; None begins to count with the wall.
    """

    title: str = ""
    density: Density | None = None
    order: Order = Order.ATTENTION
    thresholds: Thresholds = field(default_factory=Thresholds)
    attention: Attention = field(default_factory=Attention)
    page_s: float = 0.0
    unlock_key: str = ""
    history: History | None = None
