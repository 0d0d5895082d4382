"""DTMF digits that a server repeats are taken out of what it sends, before anything is made of it.

They are numbers of cards and PINs. What is kept of them is how many they were.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import replace

from tui.live import steps
from tui.live.commands.operation import Operation
from tui.live.digits.device_digits import device_without
from tui.live.digits.named_digits import named, names_any
from tui.live.digits.withholding import Withholding, hide_rows, with_marks, without_entries
from tui.live.steps import in_parts
from tui.live.store.board import Board
from tui.live.store.card import CallKey, key_of
from tui.source.events import CallEvent, DeviceEvent, ErrorEvent, Event, UnreadableEvent
from tui.source.models import Call, Device, with_fields
from tui.source.raw import Operand
from tui.source.snapshot import Snapshot

_MOST_CALLS = 200
"""Calls of which it is remembered that digits were sent to them."""
_MOST_WRITTEN = 50


class DigitEcho:
    """Knows to which calls digits were sent from here, and what they and their consultations showed before."""

    def __init__(self, board: Board, lately: Callable[[str], int], sending: Callable[[str, str], bool]) -> None:
        """Withhold nothing yet.

        Args:
            board: What is known.
            lately: The smallest number of digits that were sent lately by a source; 0 for none.
            sending: Whether digits from here may still be told of, by source and id of the call.
        """
        self._board = board
        self._lately = lately
        self._sending = sending
        self._calls: dict[tuple[str, str], Withholding] = {}
        self._written: defaultdict[str, deque[Mapping[str, Operand]]] = defaultdict(lambda: deque(maxlen=_MOST_WRITTEN))

    def note(self, one: Operation) -> None:
        """Note an operation before it is sent: it may send digits, or write what is no echo."""
        asked = one.asked
        if "userData" in asked.parameters or "destination" in asked.parameters:
            self._written[asked.source].append(asked.parameters)
        if one.digits and asked.before is not None:
            mine = self._of(asked.source, asked.before) or self._begin(asked.source, asked.before, asked.target_id)
            mine.sent(one.digits)
            for call in asked.calls_before.values():
                self._of(asked.source, call)

    def least(self, source: str) -> int:
        """The smallest number of digits that what a source says now may repeat; 0 for none."""
        counts = [mine.least for (of, id_), mine in self._calls.items() if of == source and self._goes_on(of, id_)]
        return min(filter(None, (self._lately(source), *counts)), default=0)

    def words(self, source: str, words: str, least: int = 0) -> str:
        """Take rows of digits out of words; the numbers of the login's own devices stay.

        Args:
            source: Whose words they are.
            words: Of the server.
            least: How many digits were sent; as many as this source sent, if not given.
        """
        return hide_rows(words, least or self.least(source), self._numbers(source))

    def event(self, source: str, event: Event) -> Event:
        """Take out of a message what may be digits that were sent.

        Args:
            source: Whose stream it came on.
            event: As it came.

        Returns:
            The same without them, and without the message as it came: what nobody knows the meaning of may hold them.
        """
        if isinstance(event, CallEvent):
            return self._call_event(source, event)
        least = self.least(source)
        if not least:
            return event
        if isinstance(event, ErrorEvent):
            return replace(event, words=self.words(source, event.words, least))
        if isinstance(event, UnreadableEvent):
            return replace(event, why=self.words(source, event.why, least), raw=None)
        if isinstance(event, DeviceEvent):
            return replace(event, devices=self._devices(source, event.devices, least), raw=None)
        return event

    def snapshot(self, source: str, snapshot: Snapshot) -> Generator[None, None, Snapshot]:
        """The same for the whole state, some calls at a time; see `event`."""
        calls: list[Call] = []
        for some in in_parts(snapshot.calls):
            calls += [self._call(source, call) for call in some]
            if len(some) == steps.AT_ONCE:
                yield
        raw = snapshot.raw
        if raw is not None:
            for part in (*_parts_of(raw.get("calls")), raw.get("devices")):
                if names_any([part]):
                    raw = None
                    break
                if isinstance(part, tuple) and len(part) == steps.AT_ONCE:
                    yield
        least = self.least(source)
        changed: dict[str, object] = {}
        if any(new is not old for new, old in zip(calls, snapshot.calls, strict=True)):
            changed = {"calls": tuple(calls), "raw": None}
        if least:
            changed |= {"devices": self._devices(source, snapshot.devices, least), "raw": None}
            words = [self.words(source, one.why, least) for one in snapshot.unreadable]
            told_why = zip(snapshot.unreadable, words, strict=True)
            changed["unreadable"] = tuple(with_fields(one, {"why": why}) for one, why in told_why)
        elif raw is not snapshot.raw:
            changed["raw"] = None
        return snapshot.model_copy(update=changed) if changed else snapshot

    def _call_event(self, source: str, event: CallEvent) -> CallEvent:
        if event.notification_type == "DtmfSent":
            self._hear(source, event)
        mine = self._of(source, event.call)
        call, beside = self._call(source, event.call), event.extensions
        beside = with_marks(beside, named(beside)) if beside else beside
        if mine is not None:
            return replace(
                event,
                call=call,
                notification_type=hide_rows(event.notification_type, mine.least),
                extensions=mine.extensions(beside),
                metrics=mine.metrics(event.metrics),
                raw=None,
            )
        if call is event.call and beside is event.extensions and (event.raw is None or not names_any(event.raw)):
            return event if event.raw is None or not self.least(source) else replace(event, raw=None)
        return replace(event, call=call, extensions=beside, raw=None)

    def _call(self, source: str, call: Call) -> Call:
        kept = without_entries(call, named(call.user_data))
        inside = named(kept.extensions)
        if inside:
            kept = with_fields(kept, {"extensions": with_marks(kept.extensions or {}, inside)})
        mine = self._of(source, call)
        return kept if mine is None else mine.call(kept)

    def _devices(self, source: str, devices: Iterable[Device], least: int) -> tuple[Device, ...]:
        known = self._board.sources[source].devices if source in self._board.sources else {}
        before = {id_: one.device for id_, one in known.items()}
        return tuple(device_without(one, before.get(one.id), least, self._written[source]) for one in devices)

    def _numbers(self, source: str) -> frozenset[str]:
        known = self._board.sources[source].devices if source in self._board.sources else {}
        return frozenset(one.device.phone_number for one in known.values())

    def _hear(self, source: str, event: CallEvent) -> None:
        """Somebody else may send digits with the same login: from then on what may be theirs is withheld."""
        mine = self._of(source, event.call)
        mark = event.metrics or None
        if not self._sending(source, event.call.id) and (mine is None or mark is None or mine.marked != mark):
            if mine is None:
                key = key_of(self._board.calls, source, event.call)
                known = self._board.calls.get(key)
                bare = with_fields(event.call, {"user_data": None, "extensions": None})
                mine = self._begin(source, bare if known is None else known.call, key.id)
            mine.sent_elsewhere()
        if mine is not None:
            mine.marked = mark

    def _of(self, source: str, call: Call) -> Withholding | None:
        found = self._calls.get((source, call.id))
        if found is not None or not self._calls:
            return found
        for (of, _), mine in tuple(self._calls.items()):
            if of == source and _belong_together(mine.before, call):
                # Attached data go along into a consultation; who is in it is its own affair.
                before = with_fields(call, {"user_data": mine.before.user_data})
                return self._remember(source, Withholding(before, mine.beside, mine.counts, mine.written))
        return None

    def _begin(self, source: str, call: Call, target_id: str) -> Withholding:
        known = self._board.calls.get(CallKey(source, target_id))
        beside = known.extensions if known is not None and isinstance(known.extensions, Mapping) else {}
        return self._remember(source, Withholding(call, beside, set(), self._written[source]))

    def _remember(self, source: str, mine: Withholding) -> Withholding:
        self._calls[source, mine.before.id] = mine
        while len(self._calls) > _MOST_CALLS:
            del self._calls[next(iter(self._calls))]
        return mine

    def _goes_on(self, source: str, call_id: str) -> bool:
        known = self._board.calls.get(CallKey(source, call_id))
        return known is not None and not known.ended


def _parts_of(calls: object) -> Iterable[object]:
    return in_parts(calls) if isinstance(calls, list) else (calls,)


def _belong_together(one: Call, other: Call) -> bool:
    same = bool(one.call_uuid) and one.call_uuid == other.call_uuid
    return same or one.id == other.parent_id or other.id == one.parent_id
