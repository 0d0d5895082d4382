"""From settings to parts: boards, feeds and what they need; shared by the screens and the headless runs."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import SecretStr

from tui.config import ConfigError, Settings, SourceSettings
from tui.gws.auth import Login
from tui.gws.line import line_to
from tui.live.board import Board
from tui.live.clock import Clock, SystemClock
from tui.live.feed import Feed, Pace
from tui.live.feeds import Feeds
from tui.live.journal import Journal

_APART_S = 0.02


@dataclass(frozen=True, slots=True)
class Parts:
    """What a run is made of."""

    board: Board
    journal: Journal
    feeds: Feeds


def build(settings: Settings, passwords: Mapping[str, SecretStr], clock: Clock | None = None) -> Parts:
    """Make the parts of a run; nothing is sent yet.

    Args:
        settings: The sources, and how patient to be.
        passwords: By the label of the source.
        clock: The board's clock; this machine's if not given.

    Returns:
        Board, journal and feeds, belonging together.

    Raises:
        ConfigError: A CA bundle that cannot be read.
    """
    clock = clock or SystemClock()
    board = Board(clock, ended_for_s=settings.ended_s)
    journal = Journal(clock)
    feeds = []
    for number, source in enumerate(settings.sources):
        login = Login(source.url, source.user, passwords[source.label], _tls(source))
        pace = Pace(settings.resync_s, settings.refused_retry_s, number * _APART_S)
        feeds.append(Feed(source.label, line_to(login, clock.now_s, source.cometd_path), board, journal, pace))
    return Parts(board, journal, Feeds(feeds, board, journal))


def _tls(source: SourceSettings) -> ssl.SSLContext:
    try:
        return _tls_context(source.ca_bundle)
    except OSError as error:
        raise ConfigError(f"{source.ca_bundle}: cannot be used as ca_bundle ({error})") from error


@lru_cache(maxsize=8)
def _tls_context(ca_bundle: Path | None) -> ssl.SSLContext:
    # One context for all sources: making one for each of 200 logins takes seconds and hundreds of megabytes.
    return ssl.create_default_context(cafile=ca_bundle)
