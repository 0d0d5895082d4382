"""What can be chosen about a wall."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tui.live.publishers import Relay
from tui.live.reports.history import History
from tui.screens.wall.alarm_telling import AlarmDelivery
from tui.views.arrangement.choices import Grouping, GroupRules, Order
from tui.views.attention.hours import HourSpan
from tui.views.attention.thresholds import Thresholds
from tui.views.service.service_count import ServiceCount
from widgets.cards.density import Density


@dataclass(frozen=True, slots=True)
class WallOptions:
    """How a wall starts.

    Attributes:
        title: What it is about; "" names the sources.
        density: How much of each call is shown; None lets the number of calls decide.
        order: Which calls come first.
        group: What the calls of a group have in common.
        group_rules: How that is known.
        filters: Filters that a key offers.
        conversations: Whether the legs of a conversation share a card.
        thresholds: From when on a call needs somebody.
        attention: How somebody is called then.
        dim: Hours in which it gives less light.
        page_s: How long a page is shown before the next one is; 0 shows no pages.
        unlock_key: The key that unlocks a kiosk; "" where nothing is locked.
        history: What was seen so far; None begins to count with the wall.
        service: What came of calls so far; None where nobody counts it.
        remark: What a wall nobody stands at says about itself in place of keys.
        names_zone: Whether the clock names its time zone: one was chosen.
        relays: Where others tell of their logins.
    """

    title: str = ""
    density: Density | None = None
    order: Order = Order.ATTENTION
    group: Grouping = Grouping.NONE
    group_rules: GroupRules = field(default_factory=GroupRules)
    filters: tuple[str, ...] = ()
    conversations: bool = False
    thresholds: Thresholds = field(default_factory=Thresholds)
    attention: AlarmDelivery = field(default_factory=AlarmDelivery)
    dim: tuple[HourSpan, ...] = ()
    page_s: float = 0.0
    unlock_key: str = ""
    history: History | None = None
    service: ServiceCount | None = None
    remark: str = ""
    names_zone: bool = False
    relays: Sequence[Relay] = ()
