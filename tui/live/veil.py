"""The one place where personal data is masked: between the board and everything that shows it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Generic, TypeVar

from tui.gws.models import Call, Device, Participant, User
from tui.live.board import Board, Changes, Source
from tui.live.card import BoardCall
from tui.live.privacy import MASK, Privacy, Show

_REMEMBERED = 1_000
"""Masked calls that are kept: more than any terminal shows."""
_FORMS = ("phone_number", "digits", "formatted_phone_number", "e164_number", "local_phone_number", "e164_digits")
Key = TypeVar("Key")
Known = TypeVar("Known")


def veiled(board: Board, privacy: Privacy) -> Board:
    """Let a board be read as a policy allows.

    Args:
        board: The board that the feeds write.
        privacy: What is shown.

    Returns:
        The board itself where everything is shown, else one that shows less.
    """
    return board if privacy.open else VeiledBoard(board, privacy)


class VeiledBoard(Board):
    """Reads like the board behind it, with personal data masked; it has no sources of its own that could be written."""

    def __init__(self, board: Board, privacy: Privacy) -> None:
        """Hang a veil before a board.

        Args:
            board: The board behind it.
            privacy: What is shown.
        """
        super().__init__(board.clock)
        self._behind = board
        self._privacy = privacy
        self._masked_calls = _Masked(board.calls, lambda known: masked(known, self._privacy))
        self._masked_sources = _Masked(board.sources, lambda source: _source(source, self._privacy))
        self.calls = self._masked_calls
        self.sources = self._masked_sources
        self.bare = board.bare
        board.watch(self._follow)

    def draw(self, privacy: Privacy) -> None:
        """Show more or less from now on; every call and source counts as changed.

        Args:
            privacy: What is shown.
        """
        self._privacy = privacy
        self._masked_calls.forget(tuple(self.calls))
        self._masked_sources.forget(tuple(self.sources))
        self._tell(Changes(changed=tuple(self.calls), links=tuple(self.sources)))

    def sure_until_s(self, source: str) -> float:
        """Up to when what is shown of a source is sure; see `Board`."""
        return self._behind.sure_until_s(source)

    def _follow(self, changes: Changes) -> None:
        self._masked_calls.forget(changes.removed)
        self.revision = self._behind.revision - 1
        self._tell(changes)


class _Masked(Mapping[Key, Known], Generic[Key, Known]):
    """Masks when read, and remembers some of that until another one stands in its place."""

    def __init__(self, behind: Mapping[Key, Known], mask: Callable[[Known], Known]) -> None:
        self._behind = behind
        self._mask = mask
        self._seen: dict[Key, tuple[Known, Known]] = {}

    def __getitem__(self, key: Key) -> Known:
        known = self._behind[key]
        seen = self._seen.get(key)
        if seen is None or seen[0] is not known:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            seen = self._seen[key] = (known, self._mask(known))
        return seen[1]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._behind)

    def __len__(self) -> int:
        return len(self._behind)

    def __contains__(self, key: object) -> bool:
        return key in self._behind

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
        call=masked_call(known.call, privacy),
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
    numbers = numbers_of(call)
    return call.model_copy(
        update={
            "participants": tuple(_party(party, privacy) for party in call.participants),
            "participants_info": tuple(_party(party, privacy) for party in call.participants_info),
            "ani": _number(call.ani, privacy),
            "dnis": _number(call.dnis, privacy),
            "third_party_dn": _number(call.third_party_dn, privacy),
            "user_data": privacy.entries(call.user_data, numbers),
            "extensions": privacy.entries(call.extensions, numbers),
            "case": privacy.entries(call.case, numbers),
        }
    )


def masked_device(device: Device, privacy: Privacy) -> Device:
    """Mask a device's resource; arguments and answer as for `masked_call`."""
    if device.forward_to is None:
        return device
    return device.model_copy(update={"forward_to": privacy.number(device.forward_to)})


def masked_user(user: User, privacy: Privacy) -> User:
    """Mask a login's user; arguments and answer as for `masked_call`."""
    address = user.email_address if privacy.names is Show.SHOW else MASK if user.email_address else ""
    person = {name: privacy.name(getattr(user, name)) for name in ("first_name", "last_name")}
    return user.model_copy(update={**person, "email_address": address})


def _party(party: Participant, privacy: Privacy) -> Participant:
    places = {"location": "", "country": None} if privacy.numbers is Show.HIDE else {}
    return party.model_copy(update={**{form: privacy.number(getattr(party, form)) for form in _FORMS}, **places})


def _number(number: str | None, privacy: Privacy) -> str | None:
    return None if number is None else privacy.number(number)


def _source(source: Source, privacy: Privacy) -> Source:
    devices = {
        key: replace(known, device=masked_device(known.device, privacy)) for key, known in source.devices.items()
    }
    link = replace(source.link, why=privacy.text(source.link.why))
    user = masked_user(source.user, privacy)
    return replace(source, link=link, user=user, devices=MappingProxyType(devices))
