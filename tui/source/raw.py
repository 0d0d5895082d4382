"""Text exactly as it came or was typed: the only kind of text that an operation is made of.

What is shown is `str`: cleaned, cut, masked. None of these types is a `str`, so that mypy lets neither take the
other's place, and none of them tells its content when it is printed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from tui.source.text import clean

LONGEST_SEGMENT = 2_048
"""Characters of an id that goes into an address; servers refuse addresses of some 8 KB."""


class UnsendableError(ValueError):
    """Something cannot be sent exactly as it is; the words say why, and nothing was sent."""


@dataclass(frozen=True, slots=True)
class Raw:
    """Exact text."""

    text: str = field(repr=False)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.text)

    @property
    def shown(self) -> str:
        """The text as it may be shown, where nothing is masked."""
        return clean(self.text)


NOTHING = Raw("")


@dataclass(frozen=True, slots=True)
class RawObject:
    """An exact JSON object, such as the attached data that are to be set."""

    pairs: Mapping[str, object] = field(default_factory=dict, repr=False)

    def __bool__(self) -> bool:
        """Whether anything is in it."""
        return bool(self.pairs)


@dataclass(frozen=True, slots=True)
class Digits:
    """DTMF digits: numbers of cards and PINs. Nothing but the body of their one request ever holds them."""

    text: str = field(default="", repr=False, compare=False)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.text)

    def __len__(self) -> int:
        """How many."""
        return len(self.text)

    def __add__(self, other: "Digits") -> "Digits":
        """These, and then those."""
        return Digits(self.text + other.text)

    def after(self, sent: "Digits") -> "Digits":
        """What is left when the first of them have been sent."""
        return Digits(self.text.removeprefix(sent.text))


@dataclass(frozen=True, slots=True)
class DigitCount:
    """What is kept of DTMF digits."""

    count: int

    def __str__(self) -> str:
        """In words."""
        return "1 digit" if self.count == 1 else f"{self.count} digits"


Operand = Raw | RawObject | Digits | DigitCount | Mapping[str, "Operand"] | tuple["Operand", ...]
"""What an operation is made of."""


def to_json(operand: Operand) -> object:
    """Make what is sent.

    Args:
        operand: Exact.

    Returns:
        JSON values.
    """
    if isinstance(operand, (Raw, Digits)):
        return operand.text
    if isinstance(operand, RawObject):
        return dict(operand.pairs)
    if isinstance(operand, DigitCount):
        raise UnsendableError("the digits were not kept")
    if isinstance(operand, tuple):
        return [to_json(item) for item in operand]
    return {name: to_json(item) for name, item in operand.items()}


def without_digits(operands: Mapping[str, Operand]) -> dict[str, Operand]:
    """Let go of DTMF digits.

    Args:
        operands: What is sent.

    Returns:
        What may be kept of it: of digits their number.
    """
    return {name: DigitCount(len(one)) if isinstance(one, Digits) else one for name, one in operands.items()}


def segment(raw: Raw) -> str:
    """Make an id a part of an address that means exactly this id.

    Args:
        raw: The id.

    Returns:
        Percent-encoded.

    Raises:
        UnsendableError: No address can say it: it is `.` or `..`, which clients and proxies take for a way up, too
            long, or no text of Unicode.
    """
    if raw.text.strip(".") == "" and len(raw.text) < 3:
        raise UnsendableError(f"its id is {raw.shown or 'empty'}, which no address can hold")
    if len(raw.text) > LONGEST_SEGMENT:
        raise UnsendableError(f"its id is too long for an address ({len(raw.text)} characters)")
    try:
        return quote(raw.text, safe="")
    except UnicodeEncodeError:
        raise UnsendableError("its id is no valid text") from None
