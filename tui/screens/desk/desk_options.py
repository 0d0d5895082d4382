"""What can be chosen about a desk, and what it is given to ask the server with."""

import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, Protocol

from tui.config import DeskSettings
from tui.live.commands.commands import Command
from tui.live.reports.day_log import DayLog
from tui.source.raw import Raw
from tui.views.attention.thresholds import Thresholds
from widgets.drawing.terminal_words import Notify, fitting_notify

HIDDEN = ("IW_*", "WWE_*", "GSIP_*", "GSW_*", "RTargetRequested", "RTenant*", "RStrategy*", "RVQ*", "RPVQ*")
"""Keys of the vendor's own, as patterns (API.md 9, row 16)."""


class FoundContact(Protocol):
    """Somebody of the directory; `tui.source.directory.Contact` is one."""

    @property
    def shown_name(self) -> str:
        """Who it is."""
        ...

    @property
    def number(self) -> str:
        """What is dialled, as it may be shown."""
        ...

    @property
    def raw_number(self) -> Raw:
        """What to dial."""
        ...

    @property
    def state_words(self) -> str:
        """How it stands with that person, "" if unknown."""
        ...


Search = Callable[[str], Awaitable[Sequence[FoundContact]]]
"""Looks people up by a piece of a name or number."""
States = Callable[[], Awaitable[Sequence[Command]]]
"""Reads the agent states of the deployment, as commands for the voice channel."""


async def no_contacts(words: str) -> Sequence[FoundContact]:
    """A directory that is empty."""
    del words
    return ()


async def no_states() -> Sequence[Command]:
    """A deployment without states of its own."""
    return ()


class Leaving(StrEnum):
    """What becomes of the agent when the desk is left."""

    STAY = "stay"
    NOT_READY = "not ready"
    END = "end"


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """How a desk starts and behaves.

    Attributes:
        title: Whose desk it is; "" names the sources.
        place: Place of a session, suggested when one is started.
        queue: Queue of a session, likewise.
        login_code: Agent login of a session, likewise.
        channels: Channels of a session.
        disposition_key: Attached data that holds the disposition.
        dispositions: The dispositions that there are; where none is named any text will do.
        ask_disposition: Whether it is asked for when a call is hung up, where some are named.
        require_disposition: Whether the agent is not made ready before.
        show_data: Patterns of the attached data that are shown; none means all.
        hide_data: Patterns of the attached data that are not shown.
        data_links: Pages that attached data lead to, by pattern of the key.
        copy_number: Whether the number of a call may be copied: `shown` where numbers are, `always` or `never`.
        keys: Keys of commands that are not the default ones, by command id.
        second_press_s: Within this a key that wants confirming is pressed again.
        bell: Whether a ringing call rings the terminal's bell.
        flash: Whether the band of a ringing call flashes.
        set_title: Whether the terminal's title says what rings.
        notify: How the terminal is asked for a notification.
        search: Looks people up.
        states: Reads the deployment's agent states.
        thresholds: From when on a call needs somebody.
        day: The calls of the day; None where it is off.
        on_ring: Takes each call that begins to ring, once, as JSON values; see `tui.views.attention.ring`.
    """

    title: str = ""
    place: str = ""
    queue: str = ""
    login_code: str = ""
    channels: tuple[str, ...] = ("voice",)
    disposition_key: str = "DispositionCode"
    dispositions: tuple[str, ...] = ()
    ask_disposition: bool = True
    require_disposition: bool = False
    show_data: tuple[str, ...] = ()
    hide_data: tuple[str, ...] = HIDDEN
    data_links: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    copy_number: Literal["shown", "always", "never"] = "shown"
    keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    second_press_s: float = 1.5
    bell: bool = True
    flash: bool = True
    set_title: bool = True
    notify: Notify = Notify.OFF
    search: Search = no_contacts
    states: States = no_states
    thresholds: Thresholds = field(default_factory=Thresholds)
    day: DayLog | None = None
    on_ring: Callable[[Mapping[str, object]], None] | None = None


def options_from(
    settings: DeskSettings, title: str = "", search: Search = no_contacts, states: States = no_states
) -> DeskOptions:
    """Make the options of a desk from its configuration.

    Args:
        settings: The `[desk]` table.
        title: Whose desk it is.
        search: Looks people up.
        states: Reads the deployment's agent states.

    Returns:
        Options; which notification the terminal knows is told by the environment.
    """
    return DeskOptions(
        title=title,
        place=settings.place,
        queue=settings.queue,
        login_code=settings.login_code,
        channels=settings.channels,
        disposition_key=settings.disposition_key,
        dispositions=settings.dispositions,
        ask_disposition=settings.ask_disposition,
        require_disposition=settings.require_disposition,
        show_data=settings.show_data,
        hide_data=settings.hide_data,
        data_links=settings.data_links,
        copy_number=settings.copy_number,
        keys=settings.keys,
        second_press_s=settings.second_press_s,
        bell=settings.bell,
        flash=settings.flash,
        set_title=settings.title,
        notify=fitting_notify(os.environ) if settings.notify else Notify.OFF,
        search=search,
        states=states,
    )
