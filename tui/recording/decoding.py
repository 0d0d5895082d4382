"""Lines of a recording back to what they were: read by the same tolerant reader as the wire, and trusted as little."""

from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import NamedTuple

from tui.gws.events import Event, UnreadableEvent, read_message
from tui.gws.models import Call, Device, User
from tui.gws.reading import read_data, read_object
from tui.gws.snapshot import Snapshot, Unreadable, read_call, read_device, read_snapshot
from tui.gws.text import clean
from tui.live.asked import Asked
from tui.live.board import BoardDevice, BoardMemory, Source
from tui.live.card import BoardCall, CallKey, Sight, Younger
from tui.live.command import Command, Target
from tui.live.commands import BY_ID
from tui.live.history import MINUTES, HistoryMemory, Minute, Seen
from tui.live.journal import Entry, Kind
from tui.live.ledger import LedgerMemory
from tui.live.link import Link, LinkState
from tui.live.operation import Operation, Outcome
from tui.live.reaching import untold
from tui.live.supervision import SUPERVISION_BY_ID
from tui.recording.encoding import Everything
from tui.recording.values import Body, count, listed, maybe, moment, object_, text, wall


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
    return tuple(event for item in items for event in _events(object_(item)))


def read_replaced(body: Body, calls: Sequence[object], events: Sequence[object]) -> Replaced:
    """Read a snapshot.

    Args:
        body: Its last line.
        calls: From the lines before.
        events: Likewise.

    Raises:
        ValueError: It cannot be read.
        BadReplyError: Nor could it have been if a server had sent it.
    """
    at_s, not_before_s = listed(body.get("sight"))
    read = read_snapshot({"user": {**object_(body.get("user")), "calls": list(calls)}})
    unreadable = tuple(
        Unreadable(id=text(object_(item), "id"), why=text(object_(item), "why"))
        for item in listed(body.get("unreadable", []))
    )
    snapshot = read.model_copy(update={"unreadable": (*read.unreadable, *unreadable), "raw": None})
    return Replaced(snapshot, Sight(moment(at_s), maybe(not_before_s)), read_events(events))


def read_operation(body: Body) -> Operation:
    """Read a step of an operation.

    Raises:
        ValueError: It cannot be read.
    """
    parameters = read_object(body.get("parameters")) or {}
    return Operation(
        number=count(body.get("number")),
        command=_command(body),
        asked=Asked(text(body, "source"), text(body, "target"), parameters),
        asked_s=moment(body.get("asked_s")),
        accepted_s=maybe(body.get("accepted_s")),
        done_s=maybe(body.get("done_s")),
        outcome=Outcome(text(body, "outcome")),
        words=text(body, "words"),
        answered=body.get("answered") is True,
    )


def read_kind(body: Body) -> Kind:
    """Read what a line of the event log is about; what is not known is a problem."""
    kind = text(body, "kind")
    return Kind(kind) if kind in tuple(Kind) else Kind.PROBLEM


class StateReader:
    """Puts a whole state together from its lines."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._sources: dict[str, Source] = {}
        self._calls: dict[CallKey, BoardCall] = {}
        self._at_look: dict[str, dict[CallKey, BoardCall]] = {}
        self._ledgers: dict[str, LedgerMemory] = {}
        self._entries: list[Entry] = []
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
            source = _source(body)
            self._sources[source.name] = source
        elif part in ("call", "at_look"):
            call = _call(body, revision)
            (self._calls if part == "call" else self._at_look.setdefault(call.key.source, {}))[call.key] = call
        elif part == "ledger":
            self._take_ledger(body)
        else:
            self._take_beside(part, body)
        return None

    def _take_ledger(self, body: Body) -> None:
        name = text(body, "source")
        buried = {CallKey(name, clean(id_)): moment(at_s) for id_, at_s in object_(body.get("buried")).items()}
        self._ledgers[name] = LedgerMemory(buried, self._at_look.get(name, {}) if body.get("looking") is True else None)

    def _take_beside(self, part: object, body: Body) -> None:
        if part == "entry":
            at, times = wall(body.get("at")), count(body.get("times"))
            self._entries.append(Entry(at, text(body, "source"), read_kind(body), text(body, "words"), times))
        elif part == "operation":
            self._operations.append(read_operation(body))
        elif part == "history":
            self._history = _history(body)

    def _everything(self, revision: int) -> Everything:
        calls = {key: call for key, call in self._calls.items() if key.source in self._sources}
        return Everything(
            BoardMemory(revision, calls, self._sources, self._ledgers), self._entries, self._operations, self._history
        )


def _events(item: Body) -> list[Event]:
    at_s = moment(item.get("at"))
    if "unreadable" in item:
        bad = object_(item["unreadable"])
        return [UnreadableEvent(at_s, text(bad, "channel"), text(bad, "why"), text(bad, "id"))]
    return read_message(text(item, "channel"), item.get("data"), at_s)


def _command(body: Body) -> Command:
    known = BY_ID.get(text(body, "command")) or SUPERVISION_BY_ID.get(text(body, "command"))
    if known is not None:
        return known
    # A state of the deployment, or a command of a later version: shown by its words, like the others.
    return Command(text(body, "command"), text(body, "name"), "", text(body, "called"), Target.VOICE, None, untold)


def _source(body: Body) -> Source:
    state, why = listed(body.get("link"))
    since_s, frozen_s, heard_until_s = listed(body.get("link_s"))
    devices = [_device(object_(item)) for item in listed(body.get("devices"))]
    return Source(
        name=text(body, "source"),
        link=Link(LinkState(str(state)), moment(since_s), clean(str(why)), maybe(frozen_s), maybe(heard_until_s)),
        user=User.model_validate(object_(body.get("user"))),
        devices=MappingProxyType({known.device.id: known for known in devices}),
        heard_at_s=maybe(body.get("heard_at_s")),
        encrypted=body.get("encrypted") is not False,
    )


def _device(body: Body) -> BoardDevice:
    device = read_device(body.get("device"))
    if not isinstance(device, Device):
        raise ValueError(device.why)
    return BoardDevice(device, moment(body.get("first_seen_s")), maybe(body.get("state_since_s")))


def _call(body: Body, revision: int) -> BoardCall:
    call = read_call(body.get("call"))
    if not isinstance(call, Call):
        raise ValueError(call.why)
    younger = body.get("younger")
    return BoardCall(
        key=CallKey(text(body, "source"), text(body, "id")),
        call=call,
        start_s=maybe(body.get("start_s")),
        state_since_s=maybe(body.get("state_since_s")),
        held_s=moment(body.get("held_s")),
        paused_since_s=maybe(body.get("paused_since_s")),
        answered_at_s=maybe(body.get("answered_at_s")),
        younger=None if younger is None else Younger(*(moment(each) for each in listed(younger))),
        phone_number=text(body, "phone_number"),
        extensions=read_data(body.get("extensions")),
        metrics=read_data(body.get("metrics")),
        ended_at_s=maybe(body.get("ended_at_s")),
        end_seen_s=moment(body.get("end_seen_s")),
        ended_how=text(body, "ended_how"),
        unreadable=text(body, "unreadable"),
        revision=revision,
    )


def _history(body: Body) -> HistoryMemory:
    started, ended, handled, handling_s, held_s, longest_s = (moment(each) for each in listed(body.get("seen")))
    minutes = [Minute(*(count(each) for each in listed(item))) for item in listed(body.get("minutes"))[-MINUTES:]]
    if not minutes:
        raise ValueError("no minutes")
    seen = Seen(int(started), int(ended), int(handled), handling_s, held_s, longest_s)
    return HistoryMemory(wall(body.get("since")), moment(body.get("begun_s")), seen, tuple(minutes))
