"""The one place where personal data is masked: between the board and everything that shows it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Generic, TypeVar

from tui.gws.models import Call, Participant, User
from tui.live.board import Board, BoardDevice, Changes, Source
from tui.live.card import BoardCall
from tui.live.privacy import MASK, Privacy, Show

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
    """Masks when read, and remembers that until another one stands in its place."""

    def __init__(self, behind: Mapping[Key, Known], mask: Callable[[Known], Known]) -> None:
        self._behind = behind
        self._mask = mask
        self._seen: dict[Key, tuple[Known, Known]] = {}

    def __getitem__(self, key: Key) -> Known:
        known = self._behind[key]
        seen = self._seen.get(key)
        if seen is None or seen[0] is not known:
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
    numbers = tuple(_numbers(known.call))
    return replace(
        known,
        call=_call(known.call, privacy, numbers),
        extensions=privacy.entries(known.extensions, numbers),
        metrics=privacy.entries(known.metrics, numbers),
        unreadable=privacy.text(known.unreadable),
    )


def _numbers(call: Call) -> Iterator[str]:
    for party in (*call.participants, *call.participants_info):
        yield from (getattr(party, form) for form in _FORMS)
    yield from (number or "" for number in (call.ani, call.dnis, call.third_party_dn))


def _call(call: Call, privacy: Privacy, numbers: tuple[str, ...]) -> Call:
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


def _party(party: Participant, privacy: Privacy) -> Participant:
    places = {"location": "", "country": None} if privacy.numbers is Show.HIDE else {}
    return party.model_copy(update={**{form: privacy.number(getattr(party, form)) for form in _FORMS}, **places})


def _number(number: str | None, privacy: Privacy) -> str | None:
    return None if number is None else privacy.number(number)


def _source(source: Source, privacy: Privacy) -> Source:
    user, names = source.user, ("first_name", "last_name")
    person = {name: privacy.name(getattr(user, name)) for name in names}
    devices = {key: _device(known, privacy) for key, known in source.devices.items()}
    link = replace(source.link, why=privacy.text(source.link.why))
    return replace(source, link=link, user=_user(user, person, privacy), devices=MappingProxyType(devices))


def _user(user: User, person: Mapping[str, str], privacy: Privacy) -> User:
    address = user.email_address if privacy.names is Show.SHOW else MASK if user.email_address else ""
    return user.model_copy(update={**person, "email_address": address})


def _device(known: BoardDevice, privacy: Privacy) -> BoardDevice:
    forward_to = known.device.forward_to
    if forward_to is None:
        return known
    return replace(known, device=known.device.model_copy(update={"forward_to": privacy.number(forward_to)}))
