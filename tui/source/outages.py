"""Whether what the calls of a login come from is down, as a neutral fact: each kind of source knows how to tell."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from tui.source.events import ServiceEvent
from tui.source.models import Device


@dataclass(frozen=True, slots=True)
class Down:
    """Backends that are down, by name.

    Attributes:
        ours: Those that the calls of this login come from, or may come from.
        elsewhere: Those that have nothing to do with them, as far as can be told.
    """

    ours: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


class Outages(Protocol):
    """What is known of the backends of a server; it outlives a session, and hence a line."""

    @property
    def kind(self) -> str:
        """What such a backend is called in a sentence, such as "Voice service"."""
        ...

    def begin(self) -> None:
        """Begin a session: what only messages told may have changed since."""
        ...

    def take_all(self, found: Iterable[ServiceEvent]) -> None:
        """Take all backends as the server tells them when it is asked."""
        ...

    def take(self, event: ServiceEvent) -> None:
        """Take a message."""
        ...

    def down(self, devices: Iterable[Device]) -> Down:
        """Say what is down, and whether it concerns these devices."""
        ...

    def concerns(self, event: ServiceEvent, devices: Iterable[Device]) -> bool:
        """Whether a message may be about what the calls of these devices come from."""
        ...
