"""Records a run: every step of its board, its event log and its operations, in the order in which they happened."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from tui import __version__
from tui.codec.cleaning import Body, Cleaner
from tui.codec.secrets import RecordingRedaction
from tui.live.clock import Clock
from tui.live.operations.operator import Operation, Operator
from tui.live.reports.history import History
from tui.live.store.board import Board
from tui.live.store.journal import EntryKind, Journal
from tui.live.store.privacy import Privacy
from tui.recording.clocks import Anchor, HeldClock
from tui.recording.encoding import Encoder, Everything, head, wall_of
from tui.recording.files import Files
from tui.recording.writing import PendingLine, Writer


@dataclass(frozen=True, slots=True)
class RecordingRequest:
    """What was asked for.

    Attributes:
        path: Where to.
        privacy: What may be kept of personal data.
        run: Which command it is.
        settings: What matters for drawing, as JSON values.
        secrets: Passwords, which are taken out wherever they turn up; more may come.
        longest_bytes: From so many on a new file is begun.
        keep: How many files there may be.
    """

    path: Path
    privacy: Privacy
    run: str
    settings: Mapping[str, object]
    secrets: Collection[SecretStr] = ()
    longest_bytes: int = 32_000_000
    keep: int = 8


@dataclass(frozen=True, slots=True)
class _Attached:
    board: Board
    journal: Journal
    operator: Operator
    history: History


class Recorder:
    """Stands between the parts of a run and the file.

    Attributes:
        clock: The clock of everything that is recorded.
        why: Why the recording has ended, "" while it goes on.
        name: Name of the file.
        keeps_raw: Whether what nobody knows the meaning of is written.
        on_end: Called with words when it ends before its time.
    """

    def __init__(self, wanted: RecordingRequest, clock: Clock) -> None:
        """Make the file; nothing is recorded before `start`.

        Args:
            wanted: What was asked for.
            clock: The board's clock as it is.

        Raises:
            RecordingError: The file cannot be written.
        """
        self.clock = HeldClock(clock)
        self.why = ""
        self.name = wanted.path.name
        self.keeps_raw = wanted.privacy.open
        self.on_end: list[Callable[[str], None]] = []
        self._wanted = wanted
        self._encoder = Encoder(Cleaner(wanted.privacy))
        self._writer = Writer(
            Files(wanted.path, wanted.keep), RecordingRedaction(wanted.secrets), self._end_from_thread
        )
        self._attached: _Attached | None = None
        self._on = False
        self._anchor: Anchor | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._unwatch: Callable[[], None] = lambda: None

    @property
    def words(self) -> tuple[str, ...]:
        """Said on every screen while it goes on, and when it has ended before its time; the longest words first."""
        if self.why:
            return f"× recording to {self.name} ended: {self.why}", f"× recording ended: {self.why}", "× no recording"
        return f"● recording to {self.name}", "● recording"

    def attach(self, board: Board, journal: Journal, operator: Operator, history: History) -> None:
        """Know what is to be recorded.

        Args:
            board: Made for this recorder; see `tui.recording.recorded`.
            journal: Likewise.
            operator: What is asked for.
            history: What is counted.
        """
        self._attached = _Attached(board, journal, operator, history)

    def start(self) -> None:
        """Begin; within a running loop."""
        self._loop = asyncio.get_running_loop()
        self._on = True
        with self.step():
            self._begin_file()
        if self._attached is not None:
            self._unwatch = self._attached.operator.watch(self._on_operation)
        self._writer.start()

    def stop(self) -> None:
        """Write what waits and end the file."""
        self._unwatch()
        self._put("end", lambda _: ({},))
        self._on = False
        if why := self._writer.stop():
            self._end(why)

    def draw(self, privacy: Privacy) -> None:
        """Keep more or less from now on; a new file begins with the whole state as it may be kept then.

        Args:
            privacy: What may be kept of personal data.
        """
        self._encoder = Encoder(Cleaner(privacy))
        self.keeps_raw = privacy.open
        with self.step():
            self._begin_file()

    def step(self) -> AbstractContextManager[None]:
        """Let everything that follows happen in one moment."""
        return self.clock.hold()

    def put_step(self, do: str, bodies: Callable[[Encoder], Iterable[Body]]) -> None:
        """Write down a step of the board before it is taken; a new file begins here, if one is due.

        Args:
            do: What is done.
            bodies: Makes what is done, later and in another thread: of frozen things alone.
        """
        if self._writer.is_due(self._wanted.longest_bytes):
            self._begin_file()
        self._put(do, bodies)

    def put_note(self, source: str, kind: EntryKind, words: str) -> None:
        """Write down a line of the event log."""
        self._put("note", lambda encoder: (encoder.note(source, kind.value, words),))

    def _on_operation(self, one: Operation) -> None:
        self._put("operation", lambda encoder: (encoder.operation(one),))

    def _put(self, do: str, bodies: Callable[[Encoder], Iterable[Body]]) -> None:
        if self._on and not self.why:
            # The one that is right now: what waits to be written must not be written by a later, looser policy.
            encoder = self._encoder
            self._watch_wall()
            self._writer.put(PendingLine(self.clock.now_s(), do, lambda: bodies(encoder)))

    def _begin_file(self) -> None:
        parts = self._attached
        if parts is None or not self._on or self.why:
            return
        now_s, self._anchor = self.clock.now_s(), self.clock.anchor
        operations = tuple(parts.operator.operations.values())
        state = Everything(parts.board.remember(), tuple(parts.journal), operations, parts.history.remember())
        first = {**head(__version__, self._wanted.run, self._wanted.settings), **wall_of(self._anchor)}
        self._writer.put(PendingLine(now_s, "begin", lambda: (first,), begins=True))
        encoder = self._encoder
        self._writer.put(PendingLine(now_s, "state", lambda: encoder.everything(state)))

    def _watch_wall(self) -> None:
        anchor = self.clock.anchor
        if anchor is not self._anchor:
            self._anchor = anchor
            self._writer.put(PendingLine(self.clock.now_s(), "clock", lambda: (wall_of(anchor),)))

    def _end_from_thread(self, why: str) -> None:
        # The loop may have ended meanwhile: then there is nobody left to tell.
        with suppress(RuntimeError):
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._end, why)

    def _end(self, why: str) -> None:
        if self.why:
            return
        self.why = why
        for tell in self.on_end:
            tell(why)
        if self._attached is not None:
            self._attached.journal.note("", EntryKind.PROBLEM, f"the recording to {self.name} has ended: {why}")
