"""Lines of a recording back to what they were: read by the same tolerant reader as the wire, and trusted as little."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tui.codec.decoding import decode_call, decode_source
from tui.codec.messages import decode_event, decode_scope
from tui.codec.values import Body, count, listed, maybe, moment, object_, text, wall
from tui.live.commands.agent_control import AGENT_CONTROL_BY_ID
from tui.live.commands.command import Command, Target
from tui.live.commands.commands import BY_ID
from tui.live.commands.operation import Operation, Outcome
from tui.live.commands.reaching import untold
from tui.live.commands.requested_operation import RequestedOperation
from tui.live.commands.supervision import SUPERVISION_BY_ID
from tui.live.reports.history import MINUTES, HistoryMemory, Minute, Seen
from tui.live.store.board import BoardMemory, Source
from tui.live.store.call_reducer import CallReducerMemory
from tui.live.store.card import BoardCall, CallKey, Sight
from tui.live.store.journal import EntryKind, JournalEntry
from tui.recording.encoding import Everything
from tui.source.events import Event
from tui.source.limits import DEFAULT
from tui.source.models import Call, Device, User
from tui.source.raw import DigitCount, Operand, Raw
from tui.source.reading import read_object
from tui.source.snapshot import Snapshot, Unreadable, read_call, read_device
from tui.source.text import clean


class Replaced(NamedTuple):
    """A snapshot, when it was made, and what came meanwhile."""

    snapshot: Snapshot
    sight: Sight
    then: tuple[Event, ...]


def read_events(items: Iterable[object]) -> tuple[Event, ...]:
    """Read messages; one that could not be read when it came is an event of its own.

    Raises:
        ValueError: One of them is no message at all.
    """
    return tuple(decode_event(object_(item)) for item in items)


def read_replaced(body: Body, calls: Sequence[object], events: Sequence[object]) -> Replaced:
    """Read a snapshot.

    Args:
        body: Its last line.
        calls: From the lines before.
        events: Likewise.

    Raises:
        ValueError: It cannot be read.
        LimitError: It holds more than is taken of one login.
    """
    at_s, not_before_s = listed(body.get("sight"))
    user, bad = object_(body.get("user")), [object_(item) for item in listed(body.get("unreadable", []))]
    DEFAULT.check_calls(len(calls))
    read, devices = [read_call(item) for item in calls], map(read_device, listed(user.get("devices", [])))
    unreadable = [item for item in read if isinstance(item, Unreadable)]
    snapshot = Snapshot(
        user=User.model_validate(user),
        calls=tuple(item for item in read if isinstance(item, Call)),
        devices=tuple(item for item in devices if isinstance(item, Device)),
        unreadable=(*unreadable, *(Unreadable(id=text(item, "id"), why=text(item, "why")) for item in bad)),
    )
    sight = Sight(moment(at_s), maybe(not_before_s), decode_scope(body.get("asked_for")))
    return Replaced(snapshot, sight, read_events(events))


def read_operation(body: Body) -> Operation:
    """Read a step of an operation.

    Raises:
        ValueError: It cannot be read.
    """
    parameters = _parameters(read_object(body.get("parameters")) or {})
    return Operation(
        number=count(body.get("number")),
        command=_command(body),
        asked=RequestedOperation(text(body, "source"), text(body, "target"), parameters),
        asked_s=moment(body.get("asked_s")),
        accepted_s=maybe(body.get("accepted_s")),
        done_s=maybe(body.get("done_s")),
        outcome=Outcome(text(body, "outcome")),
        words=text(body, "words"),
        answered=body.get("answered") is True,
    )


def _parameters(body: Mapping[str, object]) -> dict[str, Operand]:
    found: dict[str, Operand] = {name: Raw(value) for name, value in body.items() if isinstance(value, str)}
    destination, digits = body.get("destination"), body.get("digits")
    if isinstance(destination, Mapping):
        found["destination"] = {"phoneNumber": Raw(str(destination.get("phoneNumber", "")))}
    if digits is not None:
        # Older files hold the digits themselves, which are shown no more.
        found["digits"] = DigitCount(digits if isinstance(digits, int) else len(str(digits)))
    return found


def read_kind(body: Body) -> EntryKind:
    """Read what a line of the event log is about; what is not known is a problem."""
    kind = text(body, "kind")
    return EntryKind(kind) if kind in tuple(EntryKind) else EntryKind.PROBLEM


class StateReader:
    """Puts a whole state together from its lines."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._sources: dict[str, Source] = {}
        self._calls: dict[CallKey, BoardCall] = {}
        self._at_look: dict[str, dict[CallKey, BoardCall]] = {}
        self._ledgers: dict[str, CallReducerMemory] = {}
        self._entries: list[JournalEntry] = []
        self._operations: list[Operation] = []
        self._history: HistoryMemory | None = None

    def take(self, body: Body, revision: int) -> Everything | None:
        """Take one line.

        Args:
            body: The line.
            revision: Number of the step that the state will be on the board.

        Returns:
            The state with its last line, None before.

        Raises:
            ValueError: The line cannot be read; the others can still be.
        """
        part = body.get("part")
        if part == "end":
            return self._everything(revision)
        if part == "source":
            source = decode_source(body)
            self._sources[source.name] = source
        elif part in ("call", "at_look"):
            call = decode_call(body, revision)
            (self._calls if part == "call" else self._at_look.setdefault(call.key.source, {}))[call.key] = call
        elif part == "ledger":
            self._take_ledger(body)
        else:
            self._take_beside(part, body)
        return None

    def _take_ledger(self, body: Body) -> None:
        name = text(body, "source")
        buried = {CallKey(name, clean(id_)): moment(at_s) for id_, at_s in object_(body.get("buried")).items()}
        self._ledgers[name] = CallReducerMemory(
            buried, self._at_look.get(name, {}) if body.get("looking") is True else None
        )

    def _take_beside(self, part: object, body: Body) -> None:
        if part == "entry":
            at, times = wall(body.get("at")), count(body.get("times"))
            self._entries.append(JournalEntry(at, text(body, "source"), read_kind(body), text(body, "words"), times))
        elif part == "operation":
            self._operations.append(read_operation(body))
        elif part == "history":
            self._history = _history(body)

    def _everything(self, revision: int) -> Everything:
        calls = {key: call for key, call in self._calls.items() if key.source in self._sources}
        return Everything(
            BoardMemory(revision, calls, self._sources, self._ledgers), self._entries, self._operations, self._history
        )


def _command(body: Body) -> Command:
    name = text(body, "command")
    known = BY_ID.get(name) or SUPERVISION_BY_ID.get(name) or AGENT_CONTROL_BY_ID.get(name)
    if known is not None:
        return known
    # A state of the deployment, or a command of a later version: shown by its words, like the others.
    return Command(name, text(body, "name"), "", text(body, "called"), Target.VOICE, None, untold)


def _history(body: Body) -> HistoryMemory:
    started, ended, handled, handling_s, held_s, longest_s = (moment(each) for each in listed(body.get("seen")))
    minutes = [Minute(*(count(each) for each in listed(item))) for item in listed(body.get("minutes"))[-MINUTES:]]
    if not minutes:
        raise ValueError("no minutes")
    seen = Seen(int(started), int(ended), int(handled), handling_s, held_s, longest_s)
    return HistoryMemory(wall(body.get("since")), moment(body.get("begun_s")), seen, tuple(minutes))
