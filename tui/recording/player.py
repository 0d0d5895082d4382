"""Plays a recording on a board: line by line, and from the nearest place where everything was remembered."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tui.codec import values
from tui.codec.values import Body
from tui.live.reports.history import History
from tui.live.store.board import Board
from tui.live.store.countries import COUNTRIES
from tui.live.store.journal import EntryKind, Journal
from tui.live.store.link import LinkState
from tui.recording.clocks import Anchor, ReplayClock
from tui.recording.decoding import StateReader, read_events, read_kind, read_operation, read_replaced
from tui.recording.encoding import Everything
from tui.recording.operator import REASON, ReplayOperator
from tui.recording.tape import Contents, Tape, TapeLine, TapePosition, TruncatedTapeError, contents_of
from tui.source.errors import SourceError

MOST_PLACES = 120
"""Places that are remembered; where there are more, every second one is forgotten."""
_APART_S = 10.0


class ReplayJournal(Journal):
    """The event log as it was: what screens have to say today does not belong there."""

    def note(self, source: str, kind: EntryKind, words: str) -> None:
        """Say nothing: a screen that is shown again would say again what is on record already."""
        del source, kind, words

    def take(self, source: str, kind: EntryKind, words: str) -> None:
        """Add an entry of the recording; see `Journal.note`."""
        super().note(source, kind, words)


@dataclass(frozen=True, slots=True)
class _Place:
    """Everything at one moment, and where the tape was."""

    t: float
    line: TapeLine | None
    mark: TapePosition
    anchor: Anchor
    state: Everything


class Player:
    """A recording, and the parts of a run on which it is shown.

    Attributes:
        contents: What is known of the whole of it.
        clock: Stands where the replay is.
        board: As it was then.
        journal: Likewise.
        operator: Likewise; it sends nothing.
        history: Likewise.
        damaged: Lines that could not be read, so far.
    """

    def __init__(self, tape: Tape, name: str, reason: str = REASON) -> None:
        """Look through a recording and stand at its beginning.

        Args:
            tape: The recording, at its beginning.
            name: What it is called in words.
            reason: Why nothing can be sent; see `ReplayOperator`.

        Raises:
            RecordingError: It is none.
        """
        self.contents: Contents = contents_of(tape, name)
        begin_s = self.contents.begin_s
        self.clock = ReplayClock(begin_s)
        self.damaged = 0
        self._tape = tape
        self._line: TapeLine | None = None
        self._state: StateReader | None = None
        self._adopting: StateReader | None = None
        self._more: dict[str, list[object]] = {}
        self.board = Board(self.clock, country=_country(self.contents.first))
        self.journal = ReplayJournal(self.clock)
        self.operator = ReplayOperator(self.board, self.journal, reason)
        self.history = History(self.board)
        self._apart_s = _APART_S
        self._places: list[_Place] = []
        self._read_ahead()
        self.go_to(begin_s)
        if not self._places:
            self._places.append(self._remember())

    @classmethod
    def open(cls, path: Path, reason: str = REASON) -> "Player":
        """Open a file; see `Player`.

        Raises:
            RecordingError: It cannot be opened, or is no recording.
        """
        tape = Tape.open(path)
        try:
            return cls(tape, str(path), reason)
        except BaseException:
            tape.close()
            raise

    @property
    def position_s(self) -> float:
        """Where the replay is, seconds from the beginning."""
        return self.clock.seconds - self.contents.begin_s

    @property
    def length_s(self) -> float:
        """How long the recording is, seconds."""
        return self.contents.end_s - self.contents.begin_s

    @property
    def at_end(self) -> bool:
        """Whether nothing more comes."""
        return self.clock.seconds >= self.contents.end_s

    def close(self) -> None:
        """Close the file."""
        self._tape.close()

    def go_to(self, t: float) -> None:
        """Show how it was at a moment.

        Args:
            t: The moment, recorded clock; kept within the recording.
        """
        wanted_s = self.wind(t)
        while self.advance(wanted_s):
            pass

    def wind(self, t: float) -> float:
        """Be before a moment, or at it, from where few lines remain to be taken if one was near there before.

        Args:
            t: The moment, recorded clock.

        Returns:
            The same, kept within the recording.
        """
        wanted_s = min(max(t, self.contents.begin_s), self.contents.end_s)
        place = self._place_before(wanted_s)
        # To the very next place the lines between are as few, and nothing has to be shown anew.
        if wanted_s < self.clock.seconds or place > self._place_before(self.clock.seconds) + 1:
            self._go_to_place(self._places[place])
        return wanted_s

    def advance(self, until_s: float) -> bool:
        """Take one line, if there is one before a moment; else let the time pass until then.

        Args:
            until_s: The moment, recorded clock; not beyond the end.

        Returns:
            Whether it was a line.
        """
        line = self._line
        if line is None or line.t > until_s:
            self.clock.seconds = max(self.clock.seconds, until_s)
            return False
        self._remember_sometimes(line)
        # Only now: what happens at a moment is seen at that moment, and not before.
        self.clock.seconds = max(self.clock.seconds, line.t)
        self._read_ahead()
        self._take(line)
        return True

    def event_after(self, t: float) -> float | None:
        """When the next event is after a moment, recorded clock; None where there is none."""
        place = bisect_right(self.contents.times, t)
        return self.contents.times[place] if place < len(self.contents.times) else None

    def event_before(self, t: float) -> float | None:
        """When the last event before a moment was, recorded clock; None where there was none."""
        place = bisect_left(self.contents.times, t)
        return self.contents.times[place - 1] if place else None

    def _take(self, line: TapeLine) -> None:
        try:
            take = _TAKES.get(line.do)
            if take is not None:
                take(self, line.body())
        except (ValueError, KeyError, TypeError, SourceError):
            # Whoever wrote the file: a line that cannot be read costs only itself.
            self.damaged += 1

    def _read_ahead(self) -> None:
        try:
            line = self._tape.next()
            while line is not None and line.t < self.clock.seconds:
                # Another recording begins, and is not shown; any other line like this is none of ours.
                line = None if line.do == "begin" else self._tape.next()
        except TruncatedTapeError:
            line = None
        self._line = line

    # Lines

    def _take_begin(self, body: Body) -> None:
        self._take_clock(body)
        self._state = StateReader()

    def _take_clock(self, body: Body) -> None:
        self.clock.anchor = Anchor(values.moment(body.get("wall_s")), values.wall(body.get("wall")))

    def _take_state(self, body: Body) -> None:
        state = self._state.take(body, self.board.revision + 1) if self._state is not None else None
        if state is not None:
            self._state = None
            self._recall(state)

    def _take_adopt(self, body: Body) -> None:
        self._adopting = self._adopting or StateReader()
        state = self._adopting.take(body, self.board.revision + 1)
        if state is not None:
            self._adopting = None
            for name, part in state.board.parts().items():
                self.board.adopt(name, part)

    def _take_remove(self, body: Body) -> None:
        self.board.remove_source(values.text(body, "source"))

    def _take_add(self, body: Body) -> None:
        self.board.add_source(values.text(body, "source"), encrypted=body.get("encrypted") is not False)

    def _take_hear(self, body: Body) -> None:
        self.board.hear(values.text(body, "source"), values.moment(body.get("at")))

    def _take_link(self, body: Body) -> None:
        state = LinkState(values.text(body, "state"))
        since_s, sure_until_s = values.maybe(body.get("since_s")), values.maybe(body.get("sure_until_s"))
        name, why = values.text(body, "source"), values.text(body, "why")
        self.board.set_link(name, state, why, since_s=since_s, sure_until_s=sure_until_s)

    def _take_look(self, body: Body) -> None:
        self.board.begin_look(values.text(body, "source"))

    def _take_replace(self, body: Body) -> None:
        if not self._keep_more(body):
            calls, events = self._more.pop("calls", []), self._more.pop("events", [])
            self.board.replace(values.text(body, "source"), *read_replaced(body, calls, events))

    def _take_apply(self, body: Body) -> None:
        if not self._keep_more(body):
            events = [*self._more.pop("events", []), *values.listed(body.get("events"))]
            self.board.apply(values.text(body, "source"), read_events(events))

    def _keep_more(self, body: Body) -> bool:
        """Keep what belongs to a line that comes; whether this was such a line."""
        if "more" not in body:
            return False
        self._more.setdefault(values.text(body, "more"), []).extend(values.listed(body.get("items")))
        return True

    def _take_sweep(self, body: Body) -> None:
        # It may have been changed in the middle of a run.
        self.board.ended_for_s = values.moment(body.get("ended_s"))
        self.board.sweep()

    def _take_note(self, body: Body) -> None:
        self.journal.take(values.text(body, "source"), read_kind(body), values.text(body, "words"))

    def _take_operation(self, body: Body) -> None:
        self.operator.take(read_operation(body))

    # Places

    def _remember_sometimes(self, line: TapeLine) -> None:
        """Between two moments, never within one, and never in the middle of a state."""
        if line.t <= self.clock.seconds or self._state is not None or self._adopting is not None:
            return
        if self._places and self.clock.seconds < self._places[-1].t + self._apart_s:
            return
        self._places.append(self._remember())
        if len(self._places) > MOST_PLACES:
            del self._places[1::2]
            self._apart_s *= 2

    def _remember(self) -> _Place:
        return _Place(self.clock.seconds, self._line, self._tape.mark(), self.clock.anchor, self._everything())

    def _everything(self) -> Everything:
        operations = tuple(self.operator.operations.values())
        return Everything(self.board.remember(), tuple(self.journal), operations, self.history.remember())

    def _place_before(self, t: float) -> int:
        return max(0, bisect_right(self._places, t, key=lambda place: place.t) - 1)

    def _go_to_place(self, place: _Place) -> None:
        self._tape.wind(place.mark)
        self._line, self._state, self._adopting, self._more = place.line, None, None, {}
        self.clock.seconds, self.clock.anchor = place.t, place.anchor
        self._recall(place.state)

    def _recall(self, state: Everything) -> None:
        # The board last but one: who watches it may ask for all the others; what was counted knows its calls.
        self.journal.recall(state.journal)
        self.operator.recall(state.operations)
        self.board.recall(state.board)
        if state.history is not None:
            self.history.recall(state.history)


def _country(first: Body) -> str:
    settings = first.get("settings")
    country = settings.get("country") if isinstance(settings, Mapping) else None
    return country if isinstance(country, str) and country in COUNTRIES else ""


_TAKES: Mapping[str, Callable[[Player, Body], None]] = {
    "begin": Player._take_begin,
    "clock": Player._take_clock,
    "state": Player._take_state,
    "add": Player._take_add,
    "adopt": Player._take_adopt,
    "remove": Player._take_remove,
    "hear": Player._take_hear,
    "link": Player._take_link,
    "look": Player._take_look,
    "replace": Player._take_replace,
    "apply": Player._take_apply,
    "sweep": Player._take_sweep,
    "note": Player._take_note,
    "operation": Player._take_operation,
}
