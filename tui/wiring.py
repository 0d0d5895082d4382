"""From settings to parts: boards, feeds and what they need; shared by the screens and the headless runs."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from tui.config import ConfigError, Settings, SourceSettings
from tui.gws.line import Connect, line_to
from tui.gws.login import Login
from tui.gws.turns import Turns
from tui.live.board import Board
from tui.live.clock import Clock, SystemClock
from tui.live.directory import Directory
from tui.live.feed import Feed, Pace
from tui.live.feeds import Feeds
from tui.live.history import History
from tui.live.journal import Journal
from tui.live.operator import Operator
from tui.live.privacy import Privacy
from tui.live.roster import Roster
from tui.live.veil import veiled
from tui.live.zoned_clock import ZonedClock
from tui.tls import tls_of

if TYPE_CHECKING:
    from tui.recording.recorder import Recorder, Recording

_APART_S = 0.01
_NONE: Mapping[str, SecretStr] = MappingProxyType({})

Renew = Callable[[SourceSettings], Awaitable[SecretStr | None]]
"""Looks for the password of a source again."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a run is made of.

    `connects` opens a further line to a source, see `tui.live.leaving`; `recorder` is None where nothing is recorded.
    """

    board: Board
    journal: Journal
    feeds: Feeds
    operator: Operator
    directory: Directory
    connects: Mapping[str, Connect]
    roster: Roster
    history: History
    recorder: "Recorder | None" = None

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Record for as long as this goes on, if anything is to be recorded; within a running loop."""
        if self.recorder is None:
            yield
            return
        self.recorder.start()
        try:
            yield
        finally:
            self.recorder.stop()


def build(
    settings: Settings,
    passwords: Mapping[str, SecretStr],
    clock: Clock | None = None,
    *,
    passphrases: Mapping[str, SecretStr] = _NONE,
    renew: Renew | None = None,
    recording: "Recording | None" = None,
) -> Parts:
    """Make the parts of a run; nothing is sent yet.

    Args:
        settings: The sources, and how patient to be.
        passwords: By the label of the source.
        clock: The board's clock; this machine's if not given.
        passphrases: Of encrypted client keys, by the label of the source.
        renew: Asked for the password of a source that was refused.
        recording: What is to be recorded, and where; nothing if not given.

    Returns:
        Parts that belong together.

    Raises:
        ConfigError: Certificates that cannot be used, or a recording that cannot be written.
    """
    clock = clock or SystemClock()
    if settings.time_zone:
        clock = ZonedClock(clock, ZoneInfo(settings.time_zone))
    recorder = _recorder(recording, clock) if recording is not None else None
    clock, board, journal = _store(clock, settings.ended_s, recorder)
    feeds, connects = [], {}
    turns: defaultdict[str, Turns] = defaultdict(Turns)
    for number, source in enumerate(settings.sources):
        tls = tls_of(source, passphrases.get(source.label))
        login = Login(source.url, source.user, passwords[source.label], tls)
        pace = Pace(settings.resync_s, settings.refused_retry_s, number * _APART_S)
        again = partial(renew, source) if renew is not None else None
        board.add_source(source.label, encrypted=source.encrypted)
        connects[source.label] = line_to(login, clock.now_s, source.cometd_path, turns[login.server], again)
        feeds.append(Feed(source.label, connects[source.label], board, journal, pace, turns[login.server]))
    by_name = {feed.name: feed for feed in feeds}
    operator = Operator(board, journal, by_name, settings.desk.confirm_within_s)
    for feed in feeds:
        feed.listen(operator.take_event)
        feed.witness(operator.take_snapshot)
    roster = Roster(board, by_name, settings.agents_s, settings.agents_source)
    all_feeds, directory, history = Feeds(feeds, board, journal), Directory(by_name), History(board)
    if recorder is not None:
        recorder.attach(board, journal, operator, history)
        for feed in feeds:
            feed.keeps_raw = True
    return Parts(board, journal, all_feeds, operator, directory, connects, roster, history, recorder)


def veil(parts: Parts, privacy: Privacy) -> Parts:
    """Let nothing be seen that must not be shown; commands go on to act on the calls as they are.

    Args:
        parts: The parts of a run in which nothing has happened yet.
        privacy: What is shown.

    Returns:
        The same parts with a board, and an event log, that everything which shows may read.
    """
    parts.journal.mask = privacy.text
    parts.roster.mask = privacy.name
    return replace(parts, board=veiled(parts.board, privacy))


def _store(clock: Clock, ended_for_s: float, recorder: "Recorder | None") -> tuple[Clock, Board, Journal]:
    if recorder is None:
        return clock, Board(clock, ended_for_s=ended_for_s), Journal(clock)
    from tui.recording.recorded import RecordedBoard, RecordedJournal

    return recorder.clock, RecordedBoard(recorder, ended_for_s=ended_for_s), RecordedJournal(recorder)


def _recorder(recording: "Recording", clock: Clock) -> "Recorder":
    # Most runs are not recorded, and start sooner without it.
    from tui.recording.files import RecordingError
    from tui.recording.recorder import Recorder

    try:
        return Recorder(recording, clock)
    except RecordingError as error:
        raise ConfigError(str(error)) from error
