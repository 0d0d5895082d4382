"""The one place where personal data is masked: between the board and everything that shows it.

Who only counts reads `Board.bare`, and no mask is made for it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import replace
from types import MappingProxyType
from typing import Generic, TypeVar

from tui.live.store.board import Board, BoardDevice, Changes, Source
from tui.live.store.card import BoardCall, CallKey
from tui.live.store.privacy import MASK, Privacy, Show
from tui.source.exact import masked_exact
from tui.source.models import UNKNOWN_NUMBER, Call, Device, Participant, User, compact, with_fields

_REMEMBERED = 1_000
"""Masked calls that are kept: more than any terminal shows. What reads all calls asks `Board.bare`, or keeps none."""
_FORMS = ("phone_number", "digits", "formatted_phone_number", "e164_number", "local_phone_number", "e164_digits")
Key = TypeVar("Key")
Known = TypeVar("Known")


def masked_board(board: Board, privacy: Privacy) -> Board:
    """Let a board be read as a policy allows.

    Args:
        board: The board that the feeds write.
        privacy: What is shown.

    Returns:
        The board itself where everything is shown, else one that shows less.
    """
    return board if privacy.open else MaskedBoard(board, privacy)


class MaskedBoard(Board):
    """Reads like the board behind it, with personal data masked; it has no sources of its own that could be written."""

    def __init__(self, board: Board, privacy: Privacy) -> None:
        """Mask a board.

        Args:
            board: The board behind it.
            privacy: What is shown.
        """
        super().__init__(board.clock, country=board.country)
        self._behind = board
        self._privacy = privacy
        self._policies = 0
        self._masked_calls = _Masked(board.calls, lambda known: masked(known, self._privacy), _REMEMBERED)
        self._masked_sources = _Masked(board.sources, lambda source: _source(source, self._privacy))
        self.calls = self._masked_calls
        self.sources = self._masked_sources
        self.bare = board.bare
        board.watch(self._follow)

    @property
    def privacy(self) -> Privacy:
        """What is shown; see `Board`."""
        return self._privacy

    @property
    def links_revision(self) -> int:
        """See `Board`; with another policy every link may be told in other words."""
        return self._behind.links_revision + self._policies

    @property
    def supervising(self) -> Set[str]:
        """See `Board`."""
        return self._behind.supervising

    def shown(self, key: CallKey) -> BoardCall:
        """A call as it may be shown; see `Board`."""
        return self._masked_calls.once(key)

    def shown_number(self, key: CallKey) -> str:
        """The number of the party outside as it may be shown; see `Board`."""
        return self._privacy.number(self._behind.shown_number(key))

    def shown_entry(self, key: CallKey, name: str) -> object:
        """One entry of a call's attached data as it may be shown; see `Board`."""
        call = self._behind.calls[key].call
        return self._privacy.entry(call.user_data, name, numbers_of(call))

    def follow_policy(self, privacy: Privacy) -> None:
        """Show more or less from now on; every call and source counts as changed.

        Args:
            privacy: What is shown.
        """
        self._privacy = privacy
        self._policies += 1
        self._masked_calls.forget(tuple(self.calls))
        self._masked_sources.forget(tuple(self.sources))
        self._tell(Changes(changed=tuple(self.calls), links=tuple(self.sources), anew=True))

    def keys_of(self, name: str) -> Set[CallKey]:
        """The calls of a source; see `Board`."""
        return self._behind.keys_of(name)

    def monitored_of(self, name: str) -> Set[CallKey]:
        """The copies of a supervisor; see `Board`."""
        return self._behind.monitored_of(name)

    def sure_until_s(self, source: str) -> float:
        """Up to when what is shown of a source is sure; see `Board`."""
        return self._behind.sure_until_s(source)

    def _follow(self, changes: Changes) -> None:
        self._masked_calls.forget(changes.removed)
        self._masked_sources.forget(name for name in changes.links if name not in self._behind.sources)
        self.revision = self._behind.revision - 1
        self._tell(changes)


class _Masked(Mapping[Key, Known], Generic[Key, Known]):
    """Masks when read, and remembers that until another one stands in its place, or of many the latest."""

    def __init__(
        self, behind: Mapping[Key, Known], mask: Callable[[Known], Known], remembered: int | None = None
    ) -> None:
        self._behind = behind
        self._mask = mask
        self._remembered = remembered
        self._seen: dict[Key, tuple[Known, Known]] = {}

    def __getitem__(self, key: Key) -> Known:
        known = self._behind[key]
        seen = self._seen.get(key)
        if seen is None or seen[0] is not known:
            if seen is None and len(self._seen) == self._remembered:
                del self._seen[next(iter(self._seen))]
            seen = self._seen[key] = (known, self._mask(known))
        return seen[1]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._behind)

    def __len__(self) -> int:
        return len(self._behind)

    def __contains__(self, key: object) -> bool:
        return key in self._behind

    def once(self, key: Key) -> Known:
        known, seen = self._behind[key], self._seen.get(key)
        return seen[1] if seen is not None and seen[0] is known else self._mask(known)

    def forget(self, keys: Iterable[Key]) -> None:
        for key in keys:
            self._seen.pop(key, None)


def masked(known: BoardCall, privacy: Privacy) -> BoardCall:
    """Mask a call.

    Args:
        known: As the board has it.
        privacy: What is shown.

    Returns:
        The same call without what must not be shown; ids, states, times and the own DN stay.
    """
    numbers = numbers_of(known.call)
    return replace(
        known,
        call=_masked_call(known.call, privacy, numbers),
        extensions=privacy.entries(known.extensions, numbers),
        metrics=privacy.entries(known.metrics, numbers),
        unreadable=privacy.text(known.unreadable),
    )


def numbers_of(call: Call) -> tuple[str, ...]:
    """Every number of a call's parties in every form in which it came, also where there is none.

    Args:
        call: As it came.

    Returns:
        Some of them may be "".
    """
    parties = (*call.participants, *call.participants_info)
    forms = (getattr(party, form) for party in parties for form in _FORMS)
    return (*forms, *(number or "" for number in (call.ani, call.dnis, call.third_party_dn)))


def masked_call(call: Call, privacy: Privacy) -> Call:
    """Mask a call's resource.

    Args:
        call: As it came.
        privacy: What is shown.

    Returns:
        A copy.
    """
    return _masked_call(call, privacy, numbers_of(call))


def _masked_call(call: Call, privacy: Privacy, numbers: tuple[str, ...]) -> Call:
    return with_fields(
        call,
        {
            "participants": tuple(_party(party, privacy) for party in call.participants),
            "participants_info": tuple(_party(party, privacy) for party in call.participants_info),
            "ani": _number(call.ani, privacy),
            "dnis": _number(call.dnis, privacy),
            "third_party_dn": _number(call.third_party_dn, privacy),
            "user_data": privacy.entries(call.user_data, numbers),
            "extensions": privacy.entries(call.extensions, numbers),
            "case": privacy.entries(call.case, numbers),
            "exact": masked_exact(call.exact),
        },
    )


def masked_device(device: Device, privacy: Privacy) -> Device:
    """Mask a device's resource; arguments and answer as for `masked_call`."""
    if device.forward_to is None:
        return device
    return compact(with_fields(device, {"forward_to": privacy.number(device.forward_to)}))


def masked_user(user: User, privacy: Privacy) -> User:
    """Mask a login's user; arguments and answer as for `masked_call`."""
    address = user.email_address if privacy.names is Show.SHOW else MASK if user.email_address else ""
    person = {name: privacy.name(getattr(user, name)) for name in ("first_name", "last_name")}
    shown = {**person, "email_address": address}
    if all(getattr(user, name) == text for name, text in shown.items()):
        return user
    return compact(with_fields(user, shown))


def _party(party: Participant, privacy: Privacy) -> Participant:
    places = {"location": "", "country": None} if privacy.numbers is Show.HIDE else {}
    came_as = party.came_as if privacy.numbers is Show.SHOW else UNKNOWN_NUMBER
    forms = {form: getattr(party, form) for form in _FORMS}
    # Most of the six are the same.
    shown = {number: privacy.number(number) for number in set(forms.values())}
    numbers = {form: shown[number] for form, number in forms.items()}
    return with_fields(party, {**numbers, **places, "came_as": came_as})


def _number(number: str | None, privacy: Privacy) -> str | None:
    return None if number is None else privacy.number(number)


def _source(source: Source, privacy: Privacy) -> Source:
    # Of most logins nothing has to be masked: a wall of thousands keeps no copy of those.
    devices = {key: _device(known, privacy) for key, known in source.devices.items()}
    if any(shown is not source.devices[key] for key, shown in devices.items()):
        source = replace(source, devices=MappingProxyType(devices))
    user = masked_user(source.user, privacy)
    if user is not source.user:
        source = replace(source, user=user)
    why = privacy.text(source.link.why)
    return source if why == source.link.why else replace(source, link=replace(source.link, why=why))


def _device(known: BoardDevice, privacy: Privacy) -> BoardDevice:
    device = masked_device(known.device, privacy)
    return known if device is known.device else replace(known, device=device)
