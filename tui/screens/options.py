"""What can be chosen about a wall."""

from dataclasses import dataclass, field
from enum import StrEnum

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
    """

    title: str = ""
    density: Density | None = None
    order: Order = Order.ATTENTION
    thresholds: Thresholds = field(default_factory=Thresholds)
