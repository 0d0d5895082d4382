"""What can be chosen about which calls stand where."""

from dataclasses import dataclass
from enum import StrEnum


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
    SITE = "site"
    STATE = "state"
    QUEUE = "queue"


@dataclass(frozen=True, slots=True)
class GroupRules:
    """How it is known to which group a call belongs.

    Attributes:
        queue_key: Key of the attached data that names the queue; "" where none does, and no queues are offered.
        teams: Patterns of the names of groups that are teams, the preferred first; none means all.
        sites: Whether there is more than one site, so that they are offered.
    """

    queue_key: str = ""
    teams: tuple[str, ...] = ()
    sites: bool = False

    def following(self, grouping: Grouping) -> Grouping:
        """The grouping that the key changes to."""
        known = {Grouping.QUEUE: bool(self.queue_key), Grouping.SITE: self.sites}
        offered = [one for one in Grouping if known.get(one, True)]
        # The queues may be offered no more while they are shown.
        place = offered.index(grouping) if grouping in offered else -1
        return offered[(place + 1) % len(offered)]
