"""From settings to parts: boards, feeds and what they need; shared by the screens and the headless runs."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from tui.config import ConfigError, Settings, SourceSettings
from tui.kinds.kind import Made, MakeBeside, Renew, SharedParts
from tui.kinds.table import KINDS
from tui.live.clock import Clock, SystemClock
from tui.live.commands.directory import Directory
from tui.live.feeds.feed import Feed
from tui.live.feeds.feeds import Feeds
from tui.live.feeds.outlet import Outlet
from tui.live.feeds.roster import Roster
from tui.live.operations.operator import Operator
from tui.live.publishers import Relay
from tui.live.reports.history import History
from tui.live.store.board import Board
from tui.live.store.journal import EntryKind, Journal
from tui.live.store.masked_board import masked_board
from tui.live.store.privacy import Privacy
from tui.live.zoned_clock import ZonedClock
from tui.source.port import Connect

if TYPE_CHECKING:
    from tui.audit.log import AuditLog
    from tui.recording.recorder import Recorder, RecordingRequest

MakeOutlet = Callable[[Board, Journal], Outlet]
"""Makes an outlet of a board."""
_NONE: Mapping[str, SecretStr] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class RunParts:
    """What a run is made of.

    `connects` opens a further line to a source, see `live/operations/leaving.py`; `recorder` is None if nothing is
    recorded, `audit` where nothing can be done or no audit log is wanted. `logins` are the feeds that can be asked and
    sent to. `relays` tell of logins that others are logged in with; `outlet` tells the sources on to somewhere else,
    None where nothing does.
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
    audit: "AuditLog | None" = None
    logins: Mapping[str, Feed] = field(default_factory=dict)
    outlet: Outlet | None = None
    relays: Sequence[Relay] = ()

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

    def on_recording_end(self, tell: Callable[[str], None]) -> None:
        """Say when the recording, if there is one, has to end before the run.

        Args:
            tell: Called with the reason in words.
        """
        if self.recorder is not None:
            self.recorder.on_end.append(tell)


def build(
    settings: Settings,
    passwords: Mapping[str, SecretStr],
    clock: Clock | None = None,
    *,
    passphrases: Mapping[str, SecretStr] = _NONE,
    renew: Renew | None = None,
    recording: "RecordingRequest | None" = None,
    audit: "AuditLog | None" = None,
    acts: bool = True,
    outlet: MakeOutlet | None = None,
    beside: MakeBeside | None = None,
) -> RunParts:
    """Make the parts of a run; nothing is sent yet.

    Args:
        settings: The sources, and how patient to be.
        passwords: By the label of the source.
        clock: The board's clock; this machine's if not given.
        passphrases: Of encrypted client keys, by the label of the source.
        renew: Asked for the password of a source that was refused.
        recording: What is to be recorded, and where; nothing if not given.
        audit: Where it is written what is done; nowhere if not given.
        acts: Whether anything may be done; without it the lines to the servers have no way to operate a call.
        outlet: Makes what tells the sources on to somewhere else; nothing does if not given.
        beside: Makes what tells of logins of others; nothing does if not given.

    Returns:
        Parts that belong together.

    Raises:
        ConfigError: Certificates that cannot be used, or a recording that cannot be written.
    """
    clock = clock or SystemClock()
    if settings.time_zone:
        clock = ZonedClock(clock, ZoneInfo(settings.time_zone))
    recorder = _recorder(recording, clock) if recording is not None else None
    clock, board, journal = _store(clock, settings, recorder)
    shared = SharedParts(settings, board, journal, passwords, passphrases, renew, acts)
    made = _made(settings.sources, shared)
    if beside is not None:
        made.append(beside(shared))
    relays = [relay for one in made for relay in one.relays]
    origins = [origin for one in made for origin in one.origins]
    logins = {name: feed for one in made for name, feed in one.logins.items()}
    connects = {name: connect for one in made for name, connect in one.connects.items()}
    operator = Operator(board, journal, logins, settings.desk.confirm_within_s)
    for feed in logins.values():
        feed.echo, feed.is_told_of = operator.echo, operator.is_told_of
        feed.listen(operator.take_event)
        feed.witness(operator.take_snapshot)
    roster = Roster(board, logins, settings.agents_s, settings.agents_source)
    roster.told = operator.take_look
    told_on = outlet(board, journal) if outlet is not None else None
    running = origins if told_on is None else [*origins, told_on]
    all_feeds, directory, history = Feeds(running, board, journal), Directory(logins), History(board)
    if recorder is not None:
        recorder.attach(board, journal, operator, history)
        for feed in logins.values():
            feed.keeps_raw = True
    if audit is not None:
        _write_down(audit, operator, journal, {source.label: source.user for source in settings.sources})
    return RunParts(
        board,
        journal,
        all_feeds,
        operator,
        directory,
        connects,
        roster,
        history,
        recorder,
        audit,
        logins,
        told_on,
        relays=relays,
    )


def _made(sources: Sequence[SourceSettings], shared: SharedParts) -> list[Made]:
    """Make each kind of source once, in the order in which the kinds first come."""
    kinds: dict[str, list[SourceSettings]] = {}
    for source in sources:
        kinds.setdefault(source.kind, []).append(source)
    return [KINDS[kind].make(those, shared) for kind, those in kinds.items()]


def _write_down(audit: "AuditLog", operator: Operator, journal: Journal, logins: Mapping[str, str]) -> None:
    # Most runs cannot do anything, and start sooner without it.
    from tui.audit.operations import OperationAudit

    loop = asyncio.get_running_loop()

    def tell(words: str) -> None:
        # The loop may be closed: then nobody looks any more.
        with suppress(RuntimeError):
            note = words or "the audit log can be written again"
            loop.call_soon_threadsafe(journal.note, "", EntryKind.PROBLEM if words else EntryKind.OPERATION, note)

    audit.on_problem = tell
    OperationAudit(audit, operator, logins)


def mask(parts: RunParts, privacy: Privacy) -> RunParts:
    """Let nothing be seen that must not be shown; commands go on to act on the calls as they are.

    Args:
        parts: The parts of a run in which nothing has happened yet.
        privacy: What is shown.

    Returns:
        The same parts with a board, and an event log, that everything which shows may read.
    """
    parts.journal.mask = privacy.text
    parts.roster.mask = privacy.name
    return replace(parts, board=masked_board(parts.board, privacy))


def _store(clock: Clock, settings: Settings, recorder: "Recorder | None") -> tuple[Clock, Board, Journal]:
    ended_for_s, country = settings.ended_s, settings.country
    if recorder is None:
        return clock, Board(clock, ended_for_s=ended_for_s, country=country), Journal(clock)
    from tui.recording.recorded import RecordedBoard, RecordedJournal

    return recorder.clock, RecordedBoard(recorder, ended_for_s=ended_for_s, country=country), RecordedJournal(recorder)


def _recorder(recording: "RecordingRequest", clock: Clock) -> "Recorder":
    # Most runs are not recorded, and start sooner without it.
    from tui.recording.files import RecordingError
    from tui.recording.recorder import Recorder

    try:
        return Recorder(recording, clock)
    except RecordingError as error:
        raise ConfigError(str(error)) from error
