"""Who of a call is the party outside: the one whom a card is about, told from what the API says of numbers."""

from collections.abc import Container, Sequence
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from tui.live.store.number_format import formatted_number, formatted_party
from tui.live.store.number_spelling import plain_number, plain_words
from tui.source.models import Call, CallState, CallType, Participant

WITHHELD = "number withheld"
UNKNOWN = "number unknown"
_WITHHELD = frozenset({"anonymous", "restricted", "private", "withheld", "blocked"})
_UNKNOWN = frozenset(
    {
        *("", "none", "null", "nil", "nan", "undefined", "unknown", "unavailable", "true", "false", "…"),
        *("no", "n a", "na", "not available", "not known", "unidentified"),
    }
)
"""What stands in the place of a number where there is none."""
_NO_NUMBER = _WITHHELD | _UNKNOWN
_BEGINNINGS = frozenset("+(0123456789")


class Who(Enum):
    """By what the party outside is named."""

    PARTY = auto()
    CALLER = auto()
    """Its number is the `ani`; it is no party with a number of its own."""
    DIALLED = auto()
    """Likewise, the `dnis`."""
    WITHHELD = auto()
    """Somebody whose number is not told."""
    UNKNOWN = auto()
    """Somebody without a number that could be withheld."""
    NOBODY = auto()


class Lead(NamedTuple):
    """Who leads.

    Attributes:
        who: How it is named.
        place: Its place among `Call.parties`; None where it is none of them.
    """

    who: Who
    place: int | None = None


class _Rank(Enum):
    """How far outside a party is; the last of these is the furthest."""

    OURS = 0
    NAMELESS = 1
    PLAIN = 2
    CALLS_WITHOUT_NUMBER = 3
    OUTSIDE = 4
    CALLED_OR_CALLING = 5


def lead_of(call: Call, own: str = "", inside: Container[str] = ()) -> Lead:
    """Find the party outside.

    A party is inside where its number is that of a device that is known, or our own number that was dialled. It is
    outside where its number is the caller's (of an inbound call) or the one that was dialled (of an outbound call), or
    where it has a country, a place or a number in E.164, which internal numbers do not have (API.md 5.3). Among
    others the longest number leads, and of equals the first. A number of ours never stands in the place of a caller
    who withholds it.

    Args:
        call: The resource.
        own: Number of the device that the call is on, "" if unknown.
        inside: Numbers of all devices that are known.

    Returns:
        Who leads.
    """
    parties = call.parties
    if len(parties) == 1 and has_number(parties[0]) and not _is_dialled_here(call, parties[0], own):
        return _lead(Who.PARTY, 0)
    place = _furthest(call, own, inside) if parties else None
    if place is not None and has_number(parties[place]) and not _is_dialled_here(call, parties[place], own):
        return _lead(Who.PARTY, place)
    return _lead(_named_beside(call, own, place), place)


def number_of(call: Call, lead: Lead, country: str = "") -> str:
    """The number of who leads, as people write it.

    Args:
        call: The resource, masked or not.
        lead: Who leads it.
        country: By whose rules it is written where the server does not write it; see `BoardCall`.

    Returns:
        "" where no number is told.
    """
    party = _numbered_party(call, lead)
    if party is not None:
        return formatted_party(party, country)
    return formatted_number(_number_beside(call, lead), country)


def dialled_number_of(call: Call, lead: Lead) -> str:
    """The number of who leads, as it is dialled; arguments and result as for `number_of`, without a country."""
    party = _numbered_party(call, lead)
    return party.number if party is not None else _number_beside(call, lead)


def party_of(call: Call, lead: Lead) -> Participant | None:
    """The party that leads; None where it is none of the parties."""
    return None if lead.place is None else call.parties[lead.place]


def has_number(party: Participant) -> bool:
    """Whether a party has a number, and not a word that says that there is none."""
    number = party.number
    # None of those words begins like a number.
    return number[:1] in _BEGINNINGS or plain_words(number) not in _NO_NUMBER


def party_words(party: Participant, call: Call, number: str = "") -> str:
    """A party's number, or that there is none.

    Args:
        party: One of the parties.
        call: Theirs.
        number: As it is to be written; as the server writes it if not given.
    """
    if has_number(party):
        return number or party.shown
    withheld = plain_words(party.number) in _WITHHELD or (not party.number and call.call_type == CallType.INBOUND)
    return WITHHELD if withheld else UNKNOWN


def _numbered_party(call: Call, lead: Lead) -> Participant | None:
    return call.parties[lead.place] if lead.who is Who.PARTY and lead.place is not None else None


def _number_beside(call: Call, lead: Lead) -> str:
    return {Who.CALLER: call.ani, Who.DIALLED: call.dnis}.get(lead.who) or ""


@lru_cache(maxsize=512)
def _lead(who: Who, place: int | None) -> Lead:
    return Lead(who, place)


def _furthest(call: Call, own: str, inside: Container[str]) -> int:
    ranks = [_rank(call, party, own, inside) for party in call.parties]
    return max(range(len(ranks)), key=lambda place: ranks[place])


def _rank(call: Call, party: Participant, own: str, inside: Container[str]) -> tuple[int, int]:
    length = sum(character.isdigit() for character in party.number)
    return _kind(call, party, own, inside).value, length


def _kind(call: Call, party: Participant, own: str, inside: Container[str]) -> _Rank:
    if not has_number(party):
        return _Rank.CALLS_WITHOUT_NUMBER if call.call_type == CallType.INBOUND else _Rank.NAMELESS
    if _is_inside(party, own, inside) or _is_dialled_here(call, party, own):
        return _Rank.OURS
    wanted = {CallType.INBOUND.value: call.ani, CallType.OUTBOUND.value: call.dnis}.get(call.call_type)
    if wanted and plain_number(wanted) in _forms(party):
        return _Rank.CALLED_OR_CALLING
    # Older releases repeat an extension as its number in E.164.
    whole = party.e164_number or party.e164_digits
    abroad = party.number.startswith("+") or whole not in ("", party.number)
    return _Rank.OUTSIDE if abroad or party.location or party.country is not None else _Rank.PLAIN


def _forms(party: Participant) -> set[str]:
    told = {party.number, party.digits, party.e164_number, party.e164_digits}
    return {plain_number(number) for number in told if number}


def _is_inside(party: Participant, own: str, inside: Container[str]) -> bool:
    number = plain_number(party.number)
    return number == plain_number(own) or number in inside or party.number in inside


def _is_dialled_here(call: Call, party: Participant, own: str) -> bool:
    """Whether this is the number at which we were called, or our own."""
    if call.call_type != CallType.INBOUND:
        return False
    number = plain_number(party.number)
    return _is_ours(call, number, own) and not (call.ani and number == plain_number(call.ani))


def _is_ours(call: Call, number: str, own: str) -> bool:
    number = plain_number(number)
    return bool(number) and number in (plain_number(call.dnis or ""), plain_number(own))


def _named_beside(call: Call, own: str, place: int | None) -> Who:
    """By what somebody is named who is no party with a number."""
    kind = call.call_type
    outward = kind in (CallType.OUTBOUND, CallType.CONSULT, CallType.INTERNAL) or call.state == CallState.DIALING
    candidates: Sequence[tuple[Who, str | None]] = ((Who.CALLER, call.ani), (Who.DIALLED, call.dnis))
    if kind == CallType.INBOUND or (call.state == CallState.RINGING and not outward):
        candidates = candidates[:1]
    elif kind == CallType.OUTBOUND:
        candidates = candidates[1:]
    elif outward:
        candidates = candidates[::-1]
    named = next((who for who, number in candidates if _names_somebody(number or "", own)), None)
    if named is not None:
        return named
    beside = next((number for _, number in candidates if number and number != own), "")
    told = call.parties[place].number if place is not None else beside
    if kind == CallType.INBOUND and (not told or plain_words(told) in _WITHHELD or _is_ours(call, told, own)):
        return Who.WITHHELD
    if place is None and not told:
        return Who.NOBODY
    return Who.WITHHELD if plain_words(told) in _WITHHELD else Who.UNKNOWN


def _names_somebody(number: str, own: str) -> bool:
    return plain_words(number) not in _NO_NUMBER and plain_number(number) != plain_number(own)
