"""Takes out of one call what may be DTMF digits that were sent to it and that the server repeats.

Which digits they were is not known, only how many. What a call showed before they were sent is none of them, nor is
what this desk wrote itself; whatever else holds as many digits, in any field that is no id, is withheld.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from tui.live.commands.numbers import same_number
from tui.source.exact import WITHHELD, AttachedEntry, Exact
from tui.source.models import UNKNOWN_NUMBER, Call, Participant, Wire, with_fields
from tui.source.raw import Operand, Raw, RawObject

HIDDEN = "•"

_ANYTHING = ("case", "is_valid_number")
IDS = frozenset(
    [
        *("id", "uri", "path", "call_uuid", "conn_id", "device_uri", "parent_call_uri", "parent_call_path"),
        *("previous_conn_id", "monitored_user_device_uri", "target_device_uri", "exact", "came_as"),
        *("voice_environment_uri", "voice_service_uri", "phone_number_uri"),
    ]
)
"""Fields that name something: they have a form of their own, and a call is found by them."""

_MEASURED = ("nodeProcessingTimeNanos", "serverGenerationTimestamp", "serverProcessingTimeTotalMs")


_BETWEEN = r"[\s,.;:/_'\"|-]{0,4}"


def hide_rows(words: str, least: int, known: Collection[str] = ()) -> str:
    """Take out what may be digits that were sent. Which they were is not known, only how many.

    Args:
        words: Of the server.
        least: How many digits were sent; 0 for none.
        known: Rows that stay, such as the numbers of our devices.

    Returns:
        The words; where digits were sent, without any row of so many or more, whatever separates them.
    """
    if not least:
        return words
    row = rf"[\d*#](?:{_BETWEEN}[\d*#]){{{least - 1},}}"
    return re.sub(row, lambda found: found[0] if found[0] in known else HIDDEN, words)


def digits_in(value: object) -> int:
    """How many DTMF digits a JSON value holds, in any script, keys included."""
    if isinstance(value, Mapping):
        return sum(digits_in(key) + digits_in(item) for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return sum(digits_in(item) for item in value)
    if value is None or isinstance(value, bool):
        return 0
    return sum(character.isdecimal() or character in "*#" for character in str(value))


@dataclass(slots=True)
class Withholding:
    """What is withheld of one call, for as long as it is known.

    Attributes:
        before: The call as it was before the first digits were sent.
        beside: The extensions beside it then.
        counts: How many digits were sent, in each operation and altogether.
        written: Operands of operations from this desk: attached data, and numbers that were called.
        marked: By what the last message that digits were sent is known again.
    """

    before: Call
    beside: Mapping[str, object]
    counts: set[int] = field(default_factory=set)
    written: Collection[Mapping[str, Operand]] = ()
    marked: object = None
    _sent: int = 0
    _known: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Note what stood there."""
        self._known = frozenset(_texts(self.before))

    def sent(self, count: int) -> None:
        """Count digits."""
        self._sent += count
        self.counts |= {count, self._sent}

    def sent_elsewhere(self) -> None:
        """Note that somebody else sent digits; nobody tells how many."""
        self.counts.add(1)

    @property
    def least(self) -> int:
        """From how many digits on something may be what was sent."""
        return min(self.counts)

    def call(self, call: Call) -> Call:
        """The call without them."""
        changed: dict[str, object] = {}
        for name, value in call.__dict__.items():
            if name in IDS or name == "user_data":
                continue
            kept = self._parties(value) if name.startswith("participants") else self._field(name, value)
            if kept is not value:
                changed[name] = kept
        data = call.user_data
        kept_call = with_fields(call, changed) if changed else call
        return without_entries(kept_call, self._withheld(data, self.before.user_data, call) if data else {})

    def extensions(self, beside: Mapping[str, object] | None) -> Mapping[str, object] | None:
        """What came beside the call without them."""
        return with_marks(beside, self._withheld(beside, self.beside, None)) if beside else beside

    def metrics(self, metrics: Mapping[str, object] | None) -> Mapping[str, object] | None:
        """The three numbers that are known."""
        measured = (metrics or {}).get("eventProcessing")
        if not isinstance(measured, Mapping):
            return None
        return {"eventProcessing": {name: measured[name] for name in _MEASURED if name in measured}}

    def text(self, words: str) -> str:
        """Words without them."""
        return HIDDEN if self._suspect(words) and words not in self._known else words

    def _suspect(self, value: object) -> bool:
        return digits_in(value) >= self.least

    def _field(self, name: str, value: object) -> object:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, frozenset):
            return value if not any(self._suspect(word) for word in value) else frozenset(map(self.text, value))
        if isinstance(value, Wire):
            inside = {one: self._field(one, item) for one, item in value.__dict__.items() if one not in IDS}
            changed = {one: item for one, item in inside.items() if item is not value.__dict__[one]}
            return with_fields(value, changed) if changed else value
        if name == "extensions" and isinstance(value, Mapping):
            return self.extensions(value)
        is_new = name in _ANYTHING and value != getattr(self.before, name, None)
        return HIDDEN if is_new and self._suspect(value) else value

    def _parties(self, parties: tuple[Participant, ...]) -> tuple[Participant, ...]:
        kept = tuple(self._party(party) for party in parties)
        return parties if all(new is old for new, old in zip(kept, parties, strict=True)) else kept

    def _party(self, party: Participant) -> Participant:
        """A party that came later is one, unless its number has just as many digits as were sent."""
        numbers = {name: value for name, value in party.__dict__.items() if _is_number(name) and value}
        unknown = {name: value for name, value in numbers.items() if value not in self._known}
        if any(digits_in(value) in self.counts for value in unknown.values()) and not self._was_called(party.number):
            marks = dict.fromkeys(numbers, HIDDEN)
            return with_fields(party, {**marks, "came_as": UNKNOWN_NUMBER, "location": "", "country": None})
        rest = {name: self._field(name, party.__dict__[name]) for name in ("location", "country", "is_valid_number")}
        changed = {name: value for name, value in rest.items() if value is not party.__dict__[name]}
        return with_fields(party, changed) if changed else party

    def _was_called(self, number: str) -> bool:
        return was_called(number, self.written)

    def _withheld(
        self, data: Mapping[str, object] | None, before: Mapping[str, object] | None, call: Call | None
    ) -> dict[str, bool]:
        """The entries that are withheld, and whether their keys are."""
        known, entries = before or {}, dict(call.raw_data) if call is not None else {}
        new = {
            key: value
            for key, value in (data or {}).items()
            if not (key in known and known[key] == value) and not self._was_written(entries.get(key))
        }
        # One digit in each entry is a way to repeat them too.
        bare = [key for key, value in new.items() if _is_all_digits(value)]
        in_bare = self._suspect([new[key] for key in bare])
        found = {}
        for key, value in new.items():
            in_key = 0 if key in known else digits_in(key)
            if in_key + digits_in(value) >= self.least or (in_bare and key in bare):
                found[key] = in_key >= self.least or in_key == len(key)
        return found

    def _was_written(self, entry: AttachedEntry | None) -> bool:
        if entry is None or entry.key is None:
            return False
        value = entry.value.text if isinstance(entry.value, Raw) else entry.value
        given = [one["userData"] for one in self.written if isinstance(one.get("userData"), RawObject)]
        return any(
            entry.key.text in one.pairs and one.pairs[entry.key.text] == value
            for one in given
            if isinstance(one, RawObject)
        )


def _is_all_digits(value: object) -> bool:
    text = str(value)
    return 0 < digits_in(text) == len(text)


def _is_number(name: str) -> bool:
    return name.endswith(("number", "digits")) and name != "is_valid_number"


def was_called(number: str, written: Iterable[Mapping[str, Operand]]) -> bool:
    """Whether a number was called, or forwarded to, by one of some operations."""
    return any(same_number(number, called) for called in _called(written))


def _called(written: Iterable[Mapping[str, Operand]]) -> Iterator[str]:
    for one in written:
        called = one.get("destination")
        number = called.get("phoneNumber") if isinstance(called, Mapping) else called
        if isinstance(number, Raw):
            yield number.text


def _texts(resource: Wire) -> Iterator[str]:
    for value in resource.__dict__.values():
        for item in value if isinstance(value, (tuple, frozenset)) else (value,):
            if isinstance(item, str):
                yield item
            elif isinstance(item, Wire):
                yield from _texts(item)


def with_marks(data: Mapping[str, object], withheld: Mapping[str, bool]) -> Mapping[str, object]:
    """Put marks in the place of entries that are withheld.

    Args:
        data: Attached data, or extensions.
        withheld: Entries, and whether their keys are withheld too.
    """
    if not withheld:
        return data
    marked: dict[str, object] = {}
    for key, value in data.items():
        if not withheld.get(key):
            marked[key] = HIDDEN if key in withheld else value
            continue
        name = HIDDEN
        while name in marked or name in data:
            name += HIDDEN
        marked[name] = HIDDEN
    return marked


def without_entries(call: Call, withheld: Mapping[str, bool]) -> Call:
    """Withhold entries of the attached data of a call; see `with_marks`. Their values cannot be edited."""
    if not withheld:
        return call
    marked = with_marks(call.user_data or {}, withheld)
    return with_fields(call, {"user_data": marked, "exact": _exact(call, withheld, marked)})


def _exact(call: Call, withheld: Mapping[str, bool], marked: Iterable[str]) -> Exact:
    """What is exact of the rest: of what is withheld the keys that may be seen."""
    entries = dict(call.raw_data)
    kept = {} if call.exact is None else {key: entry for key, entry in entries.items() if key not in withheld}
    hidden = {key: AttachedEntry(entries[key].key, WITHHELD) for key, secret_key in withheld.items() if not secret_key}
    marks = [key for key in marked if key.strip(HIDDEN) == "" and key]
    return replace(
        call.exact or Exact(), data={**kept, **dict.fromkeys(marks, AttachedEntry(None, WITHHELD)), **hidden}
    )
