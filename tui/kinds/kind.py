"""What a kind of source is made from, and what it makes."""

import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import SecretStr

from tui.config import Settings, SourceSettings
from tui.live.feeds.feed import Feed
from tui.live.feeds.origin import Origin
from tui.live.publishers import Relay
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.source.port import Connect

if TYPE_CHECKING:
    from tui.doctor.course import Course

Renew = Callable[[SourceSettings], Awaitable[SecretStr | None]]
"""Looks for the password of a source again."""


@dataclass(frozen=True, slots=True)
class SharedParts:
    """What every kind is given.

    Attributes:
        settings: Everything that is set.
        board: Where sources are shown.
        journal: Where is noted what happens to them.
        passwords: By the label of the source.
        passphrases: Of encrypted client keys, likewise.
        renew: Asked for the password of a source that was refused.
        acts: Whether anything may be done.
    """

    settings: Settings
    board: Board
    journal: Journal
    passwords: Mapping[str, SecretStr]
    passphrases: Mapping[str, SecretStr]
    renew: Renew | None
    acts: bool


@dataclass(frozen=True, slots=True)
class Made:
    """What all sources of a kind became.

    Attributes:
        origins: What runs.
        logins: Those of them that can be asked and sent to, by the name of their source.
        connects: Open a further line to a source, likewise.
        relays: The places where others put what they know of their logins.
    """

    origins: Sequence[Origin]
    logins: Mapping[str, Feed] = field(default_factory=dict)
    connects: Mapping[str, Connect] = field(default_factory=dict)
    relays: Sequence[Relay] = ()


Make = Callable[[Sequence[SourceSettings], SharedParts], Made]
"""Makes the sources of one kind, in their order, and adds those to the board that are known by then."""

MakeBeside = Callable[[SharedParts], Made]
"""Makes origins that are no logins of ours, after those that are."""

LogIn = Callable[[SourceSettings, SecretStr, ssl.SSLContext], Awaitable[None]]
"""Logs in once with a password, and out again; raises a `SourceError` where that fails."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What has to be known of a kind of source.

    Attributes:
        make: Makes those of a run.
        log_in: Tries a password.
        course: How one is examined; asked for only then, since much has to be imported for it.
    """

    make: Make
    log_in: LogIn
    course: "Callable[[], Course]"
