"""What of a call's personal data may be shown: one policy, in words and numbers only."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

MASK = "••••"
Mask = Callable[[str], str]
_SHORT = 8
"""Of a text so short four characters would give away too much."""
_LEAST = 5
"""Characters of a number that is looked for in other text: four may be shown of each anyway."""
_PARTIES = "WWE_PARTY_"
"""Prefix of the attached data in which the vendor's desktop leaves names of parties (API.md 5.1)."""
_PHONE = re.compile(r"(?<![\w•])\+?\(?\d[\d ()./-]{3,}\d(?!\w)")


class Show(StrEnum):
    """How much is shown."""

    SHOW = "show"
    LAST4 = "last4"
    HIDE = "hide"


@dataclass(frozen=True, slots=True)
class Privacy:
    """How much is shown of what.

    Attributes:
        numbers: Of the numbers of parties; an agent's own DN is no secret on the agent's own wall.
        names: Of names and addresses of people; `last4` leaves the initials.
        data: Of attached data and what else the server sends without saying what it means.
        keys: Of single keys of it, by pattern; the first that fits counts.
    """

    numbers: Show = Show.SHOW
    names: Show = Show.SHOW
    data: Show = Show.SHOW
    keys: tuple[tuple[str, Show], ...] = ()

    @property
    def open(self) -> bool:
        """Whether everything is shown."""
        return {self.numbers, self.names, self.data, *(show for _, show in self.keys)} == {Show.SHOW}

    def number(self, text: str) -> str:
        """Mask a number.

        Args:
            text: In any form.

        Returns:
            With `last4` such as `•••• 0143`; "" stays "".
        """
        if self.numbers is Show.SHOW or not text:
            return text
        digits = _last_digits(text) if self.numbers is Show.LAST4 else ""
        return f"{MASK} {digits}" if digits else MASK

    def name(self, text: str) -> str:
        """Mask a name.

        Args:
            text: One name or several.

        Returns:
            With `last4` its initials, such as `A. T.`; "" stays "".
        """
        if self.names is Show.SHOW or not text:
            return text
        initials = " ".join(f"{word[0]}." for word in text.split() if word[0].isalpha())
        return initials if initials and self.names is Show.LAST4 else MASK

    def text(self, words: str) -> str:
        """Mask whatever looks like a number of five digits or more in words that the server or we wrote."""
        if self.numbers is Show.SHOW:
            return words
        return _PHONE.sub(lambda found: self.number(found[0]) if _is_long(found[0]) else found[0], words)

    def of_key(self, key: str) -> Show:
        """How much is shown of an entry of the attached data, by its key."""
        return next((show for pattern, show in self.keys if fnmatchcase(key, pattern)), self.data)

    def hides(self, key: str) -> bool:
        """Whether an entry of the attached data is not shown at all, its key included."""
        return self.of_key(key) is Show.HIDE

    def entries(self, data: object, numbers: Collection[str] = ()) -> object:
        """Mask attached data.

        Args:
            data: As it came: usually an object.
            numbers: Numbers of the parties, which are masked in what is shown as well, in keys and in values.

        Returns:
            The same without what is hidden, and with how many entries that were.
        """
        if data is None:
            return None
        scrub = Scrub(self, numbers)
        if not isinstance(data, Mapping):
            return _leaves(data, self.data, scrub)
        shown = {key: value for key, value in data.items() if not self.hides(str(key))}
        masked: dict[str, object] = {
            scrub(str(key)): self._entry(str(key), value, scrub) for key, value in shown.items()
        }
        hidden = len(data) - len(shown)
        return {**masked, f"{MASK} hidden": f"{hidden}"} if hidden else masked

    def entry(self, data: object, key: str, numbers: Collection[str] = ()) -> object:
        """Mask one entry of attached data, as `entries` masks all of them.

        Args:
            data: As it came: usually an object.
            key: Which entry.
            numbers: As for `entries`.

        Returns:
            What is shown under this key; None where nothing is.
        """
        value = data.get(key) if isinstance(data, Mapping) and not self.hides(key) else None
        if value is None:
            return None
        scrub = Scrub(self, numbers)
        return self._entry(key, value, scrub) if scrub(key) == key else None

    def _entry(self, key: str, value: object, scrub: "Scrub") -> object:
        if key.startswith(_PARTIES) and self.of_key(key) is Show.SHOW and isinstance(value, Mapping):
            return {name: _leaves(item, Show.SHOW, lambda text: self.name(scrub(text))) for name, item in value.items()}
        return _leaves(value, self.of_key(key), scrub)


OPEN = Privacy()
"""Everything is shown: a desk is the agent's own, and a demo has no secrets."""
WALL = Privacy(Show.LAST4, Show.LAST4, Show.HIDE)
"""What a wall shows if nothing else is said: everybody who passes reads it."""


class Scrub:
    """Masks known numbers inside other text; their forms are made when there is a text in which they could be."""

    def __init__(self, privacy: Privacy, numbers: Collection[str]) -> None:
        """Know these numbers.

        Args:
            privacy: How they are masked.
            numbers: In every form in which they came.
        """
        self._privacy = privacy
        self._numbers = numbers
        self._masks: Sequence[tuple[str, str]] | None = None

    def __call__(self, text: str) -> str:
        """Mask the numbers in a text."""
        if len(text) < _LEAST or self._privacy.numbers is Show.SHOW or not self._may_hold_one(text):
            return text
        if self._masks is None:
            self._masks = self._find_masks()
        for form, mask in self._masks:
            text = text.replace(form, mask)
        return text

    def _may_hold_one(self, text: str) -> bool:
        """Whether it is worth a look: a number has digits enough, or stands in the text as it came."""
        if self._masks is not None or sum(map(str.isdigit, text)) >= _LEAST:
            return True
        return any(len(number) >= _LEAST and number in text for number in self._numbers)

    def _find_masks(self) -> Sequence[tuple[str, str]]:
        forms = {form for number in {*self._numbers} for form in _forms(number) if len(form) >= _LEAST}
        return [(form, self._privacy.number(form)) for form in sorted(forms, key=len, reverse=True)]


def _is_long(number: str) -> bool:
    return sum(character.isdigit() for character in number) > 4


def _forms(number: str) -> tuple[str, ...]:
    """As it came, its digits, and these without the code of the country."""
    digits = number if number.isdigit() else "".join(filter(str.isdigit, number))
    return number, digits, digits[-10:]


def _last_digits(text: str) -> str:
    if (end := text[-4:]).isdigit():
        return end
    return "".join(filter(str.isdigit, text))[-4:]


def _leaves(value: object, show: Show, mask: Mask) -> object:
    """Mask every text and number inside a value."""
    if isinstance(value, Mapping):
        return {mask(str(key)): _leaves(item, show, mask) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return tuple(_leaves(item, show, mask) for item in value)
    if value is None or isinstance(value, bool):
        return value
    text = mask(str(value))
    if show is Show.SHOW:
        return value if text == str(value) else text
    return f"{MASK} {text[-4:]}" if show is Show.LAST4 and len(text) > _SHORT else MASK
