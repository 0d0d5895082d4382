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


class Grouping(StrEnum):
    """What the calls of one group on a wall have in common."""

    NONE = "none"
    AGENT = "agent"
    TEAM = "team"
    STATE = "state"
    QUEUE = "queue"


@dataclass(frozen=True, slots=True)
class GroupRules:
    """How it is known to which group a call belongs.

    Attributes:
        queue_key: Key of the attached data that names the queue; "" where none does, and no queues are offered.
        teams: Patterns of the names of groups that are teams, the preferred first; none means all.
    """

    queue_key: str = ""
    teams: tuple[str, ...] = ()

    def following(self, grouping: Grouping) -> Grouping:
        """The grouping that the key changes to."""
        offered = [one for one in Grouping if self.queue_key or one is not Grouping.QUEUE]
        # The queues may be offered no more while they are shown.
        place = offered.index(grouping) if grouping in offered else -1
        return offered[(place + 1) % len(offered)]


@dataclass(frozen=True, slots=True)
class WallOptions:
    """How a wall starts.

    Attributes:
        title: What it is about; "" names the sources.
        density: How much of each call is shown; None lets the number of calls decide.
        order: Which calls come first.
        group: What the calls of a group have in common.
        group_rules: How that is known.
        conversations: Whether the legs of a conversation share a card.
        thresholds: From when on a call needs somebody.
        attention: How somebody is called then.
        page_s: How long a page is shown before the next one is; 0 shows no pages.
        unlock_key: The key that unlocks a kiosk; "" where nothing is locked.
        history: What was seen so far; None begins to count with the wall.
        remark: What a wall nobody stands at says about itself in place of keys.
        names_zone: Whether the clock names its time zone: one was chosen.
    """

    title: str = ""
    density: Density | None = None
    order: Order = Order.ATTENTION
    group: Grouping = Grouping.NONE
    group_rules: GroupRules = field(default_factory=GroupRules)
    conversations: bool = False
    thresholds: Thresholds = field(default_factory=Thresholds)
    attention: Attention = field(default_factory=Attention)
    page_s: float = 0.0
    unlock_key: str = ""
    history: History | None = None
    remark: str = ""
    names_zone: bool = False
