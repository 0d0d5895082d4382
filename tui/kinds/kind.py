"""What a kind of source is made from, and what it makes."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import SecretStr

from tui.config import Settings, SourceSettings
from tui.live.feeds.feed import Feed
from tui.live.feeds.origin import Origin
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.source.port import Connect

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
    """

    origins: Sequence[Origin]
    logins: Mapping[str, Feed] = field(default_factory=dict)
    connects: Mapping[str, Connect] = field(default_factory=dict)


Make = Callable[[Sequence[SourceSettings], SharedParts], Made]
"""Makes the sources of one kind, in their order, and adds those to the board that are known by then."""
