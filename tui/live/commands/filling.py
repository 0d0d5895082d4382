"""What goes beside the `operationName`, made from what a person gave (API.md 2.1 and 6)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tui.live.commands.numbers import clean_number
from tui.source.raw import LONGEST_SEGMENT, NOTHING, Digits, Operand, Raw, RawObject, UnsendableError


class MissingError(ValueError):
    """An operation needs what was not given; the words say what."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a person was asked for; each operation takes what it needs.

    Attributes:
        number: Whom to call, cleaned by us once more.
        digits: DTMF: 0 to 9, `*` and `#`.
        party: Number of the party to remove, as it came.
        other_call_uri: The `uri` of the other call, as it came.
        key: Key of the user data to delete.
        data: User data to attach, or to change.
        place: Where to log in; "" is the agent's default place. These last four are for the session alone.
        queue: ACD queue to log in to; "" for none.
        login_code: Agent login; "" is the first one of the user.
        channels: What to start.
    """

    number: Raw = NOTHING
    digits: Digits = Digits()  # noqa: RUF009 - frozen
    party: Raw = NOTHING
    other_call_uri: Raw = NOTHING
    key: Raw = NOTHING
    data: RawObject = RawObject()  # noqa: RUF009 - frozen
    place: str = ""
    queue: str = ""
    login_code: str = ""
    channels: tuple[str, ...] = ("voice",)


Parameters = Mapping[str, Operand]
Fill = Callable[[Given], Parameters]
"""Makes the parameters; raises MissingError, NotANumberError or UnsendableError: a ValueError with words for people."""


def nothing(given: Given) -> Parameters:
    """No parameters at all."""
    del given
    return {}


def destination(given: Given) -> Parameters:
    """The number to call, and user data for the new call where there are some."""
    called: Parameters = {"destination": {"phoneNumber": _number(given)}}
    return {**called, "userData": given.data} if given.data else called


def forward_to(given: Given) -> Parameters:
    """The number to forward to: here `destination` is a string (API.md 6.2)."""
    return {"destination": _number(given)}


def digits(given: Given) -> Parameters:
    """The digits to send."""
    wanted = "".join(given.digits.text.split())
    if not wanted:
        raise MissingError("needs digits")
    if set(wanted) - set("0123456789*#"):
        raise MissingError("DTMF digits are 0 to 9, * and #")
    return {"digits": Digits(wanted)}


def party(given: Given) -> Parameters:
    """The party to remove."""
    return {"participant": _needed(given.party or given.number, "the number of a party")}


def other_call(given: Given) -> Parameters:
    """The call to swap with."""
    uri = _needed(given.other_call_uri, "another call")
    if len(uri.text) > LONGEST_SEGMENT:
        raise UnsendableError("the address of the other call is too long to be sent")
    return {"otherCallUri": uri}


def pairs(given: Given) -> Parameters:
    """The user data to set."""
    if not given.data:
        raise MissingError("needs user data: a key and a value")
    return {"userData": given.data}


def key(given: Given) -> Parameters:
    """The key to delete."""
    return {"key": _needed(given.key, "a key")}


def session(given: Given) -> Parameters:
    """Where and as whom to start the session; what is "" is left to the server."""
    said = {"place": given.place, "queue": given.queue, "loginCode": given.login_code}
    channels = tuple(Raw(channel) for channel in given.channels)
    return {"channels": channels, **{name: Raw(value) for name, value in said.items() if value}}


def _number(given: Given) -> Raw:
    return Raw(clean_number(_needed(given.number, "a number").text))


def _needed(value: Raw, what: str) -> Raw:
    if not value.text.strip():
        raise MissingError(f"needs {what}")
    return value
