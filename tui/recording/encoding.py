"""What the board and its neighbours know, as lines of JSON: every step, and the whole state at one moment."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from tui.codec.cleaning import Body, Cleaner
from tui.codec.encoding import encode_call, encode_source
from tui.codec.messages import ASKED_FOR
from tui.live.commands.operation import Operation
from tui.live.reports.history import HistoryMemory
from tui.live.store.board import BoardMemory, SourcePart
from tui.live.store.card import Sight
from tui.live.store.journal import JournalEntry
from tui.recording.clocks import Anchor
from tui.source.events import Event
from tui.source.raw import DigitCount, Operand, Raw
from tui.source.snapshot import Snapshot

VERSION = 1
"""Of the format; a replay refuses a later one."""
TOGETHER = 50
"""Calls or messages on one line."""
MAGIC = "recording"
"""The value of `callboard` in the first line of every file."""


@dataclass(frozen=True, slots=True)
class Everything:
    """The whole state at one moment.

    Attributes:
        board: Calls, devices, links.
        journal: The event log, oldest first.
        operations: What was asked for, oldest first.
        history: What was counted; None where nobody counts.
    """

    board: BoardMemory
    journal: Sequence[JournalEntry] = ()
    operations: Sequence[Operation] = ()
    history: HistoryMemory | None = None


class Encoder:
    """Makes the bodies of lines; see README.md for the format."""

    def __init__(self, cleaner: Cleaner) -> None:
        """Write nothing yet.

        Args:
            cleaner: Takes out what must not be kept.
        """
        self._cleaner = cleaner

    def apply(self, source: str, events: Sequence[Event]) -> Iterator[Body]:
        """Some messages; all but the last lines of them have `more`."""
        early, last = events[:-TOGETHER], events[-TOGETHER:]
        yield from _more("events", map(self._cleaner.event, early))
        yield {"source": source, "events": [self._cleaner.event(event) for event in last]}

    def replace(self, source: str, snapshot: Snapshot, sight: Sight, then: Sequence[Event]) -> Iterator[Body]:
        """A snapshot, and the messages that came meanwhile; likewise."""
        yield from _more("calls", self._cleaner.calls(snapshot))
        yield from _more("events", map(self._cleaner.event, then))
        when = {"sight": [sight.at_s, sight.not_before_s], "asked_for": ASKED_FOR[sight.asked_for]}
        yield {"source": source, **when, **self._cleaner.snapshot(snapshot)}

    def link(self, source: str, state: str, why: str) -> Body:
        """A change of a link."""
        return {"source": source, "state": state, "why": self._cleaner.text(why)}

    def note(self, source: str, kind: str, words: str) -> Body:
        """A line of the event log."""
        return {"source": source, "kind": kind, "words": self._cleaner.text(words)}

    def operation(self, one: Operation) -> Body:
        """A step of an operation, with those of its parameters that a desk shows."""
        return {
            "number": one.number,
            "command": one.command.id,
            "name": one.command.operation,
            "called": one.command.words,
            "source": one.asked.source,
            "target": one.asked.target_id,
            "parameters": self._parameters(one.asked.parameters),
            "asked_s": one.asked_s,
            "accepted_s": one.accepted_s,
            "done_s": one.done_s,
            "outcome": one.outcome.value,
            "words": self._cleaner.text(one.words),
            "answered": one.answered,
        }

    def adopt(self, part: SourcePart) -> Iterator[Body]:
        """A login as another board knew it, in the lines of a whole state; the last one is `end`."""
        name = part.source.name
        memory = BoardMemory(0, {call.key: call for call in part.calls}, {name: part.source}, {name: part.ledger})
        yield from self.everything(Everything(memory))

    def everything(self, state: Everything) -> Iterator[Body]:
        """The whole state, a line for each part of it, so that none of them is too long."""
        for source in state.board.sources.values():
            yield {"part": "source", **encode_source(source, self._cleaner)}
        for call in state.board.calls.values():
            yield {"part": "call", **encode_call(call, self._cleaner)}
        for name, ledger in state.board.ledgers.items():
            for call in (ledger.at_look or {}).values():
                yield {"part": "at_look", **encode_call(call, self._cleaner)}
            buried = {key.id: at_s for key, at_s in ledger.buried.items()}
            yield {"part": "ledger", "source": name, "buried": buried, "looking": ledger.at_look is not None}
        for entry in state.journal:
            body = self.note(entry.source, entry.kind.value, entry.words)
            yield {"part": "entry", **body, "at": entry.at.isoformat(), "times": entry.times}
        for one in state.operations:
            yield {"part": "operation", **self.operation(one)}
        if state.history is not None:
            yield {"part": "history", **_history(state.history)}
        yield {"part": "end"}

    def _parameters(self, parameters: Mapping[str, Operand]) -> Body:
        shown: Body = {name: one for name in ("destination", "participant") if (one := self._number(parameters, name))}
        destination, key, digits = (parameters.get(name) for name in ("destination", "key", "digits"))
        if isinstance(destination, Mapping):
            shown["destination"] = {"phoneNumber": self._number(destination, "phoneNumber")}
        if isinstance(digits, DigitCount):
            shown["digits"] = digits.count
        return {**shown, **({"key": self._cleaner.text(key.shown)} if isinstance(key, Raw) else {})}

    def _number(self, parameters: Mapping[str, Operand], name: str) -> str:
        number = parameters.get(name)
        return self._cleaner.privacy.number(number.shown) if isinstance(number, Raw) else ""


def _more(what: str, items: Iterable[Body]) -> Iterator[Body]:
    """What belongs to a line that comes, in pieces: none is so long that making it keeps the loop waiting."""
    left = iter(items)
    while piece := list(islice(left, TOGETHER)):
        yield {"more": what, "items": piece}


def head(program: str, run: str, settings: Mapping[str, object]) -> Body:
    """The first line of a file, but for the clock.

    Args:
        program: Version of the program.
        run: Which command it was.
        settings: What matters for drawing.
    """
    return {"callboard": MAGIC, "version": VERSION, "program": program, "run": run, "settings": dict(settings)}


def wall_of(anchor: Anchor) -> Body:
    """What the wall clock says, and when."""
    return {"wall": anchor.wall.isoformat(), "wall_s": anchor.at_s}


def _history(memory: HistoryMemory) -> Body:
    seen = memory.seen
    return {
        "since": memory.since.isoformat(),
        "begun_s": memory.begun_s,
        "seen": [seen.started, seen.ended, seen.handled, seen.handling_s, seen.held_s, seen.longest_s],
        "minutes": [[one.number, one.started, one.ended, one.most] for one in memory.minutes],
    }
