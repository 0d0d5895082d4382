"""What goes beside the `operationName`, made from what a person gave (gws-api.md 2.1 and 6)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tui.live.numbers import clean_number


class MissingError(ValueError):
    """An operation needs what was not given; the words say what."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a person was asked for; each operation takes what it needs.

    Attributes:
        number: Whom to call, cleaned by us once more.
        digits: DTMF: 0 to 9, `*` and `#`.
        party: Number of the party to remove, as the resource has it.
        other_call_uri: The `uri` of the other call, as the resource has it.
        key: Key of the user data to delete.
        data: User data to attach, or to change.
        place: Where to log in; "" is the agent's default place. These last four are for the session alone.
        queue: ACD queue to log in to; "" for none.
        login_code: Agent login; "" is the first one of the user.
        channels: What to start.
    """

    number: str = ""
    digits: str = ""
    party: str = ""
    other_call_uri: str = ""
    key: str = ""
    data: Mapping[str, object] = field(default_factory=dict)
    place: str = ""
    queue: str = ""
    login_code: str = ""
    channels: tuple[str, ...] = ("voice",)


Parameters = dict[str, object]
Fill = Callable[[Given], Parameters]
"""Makes the parameters; raises MissingError, or NotANumberError, both of them a ValueError with words for people."""


def nothing(given: Given) -> Parameters:
    """No parameters at all."""
    del given
    return {}


def destination(given: Given) -> Parameters:
    """The number to call, and user data for the new call where there are some."""
    number = clean_number(_needed(given.number, "a number"))
    return {"destination": {"phoneNumber": number}, **({"userData": dict(given.data)} if given.data else {})}


def forward_to(given: Given) -> Parameters:
    """The number to forward to: here `destination` is a string (gws-api.md 6.2)."""
    return {"destination": clean_number(_needed(given.number, "a number"))}


def digits(given: Given) -> Parameters:
    """The digits to send."""
    wanted = "".join(_needed(given.digits, "digits").split())
    if set(wanted) - set("0123456789*#"):
        raise MissingError("DTMF digits are 0 to 9, * and #")
    return {"digits": wanted}


def party(given: Given) -> Parameters:
    """The party to remove."""
    return {"participant": _needed(given.party or given.number, "the number of a party")}


def other_call(given: Given) -> Parameters:
    """The call to swap with."""
    return {"otherCallUri": _needed(given.other_call_uri, "another call")}


def pairs(given: Given) -> Parameters:
    """The user data to set."""
    if not given.data:
        raise MissingError("needs user data: a key and a value")
    return {"userData": dict(given.data)}


def key(given: Given) -> Parameters:
    """The key to delete."""
    return {"key": _needed(given.key, "a key")}


def session(given: Given) -> Parameters:
    """Where and as whom to start the session; what is "" is left to the server."""
    said = {"place": given.place, "queue": given.queue, "loginCode": given.login_code}
    return {"channels": list(given.channels), **{name: value for name, value in said.items() if value}}


def _needed(value: str, what: str) -> str:
    if not value.strip():
        raise MissingError(f"needs {what}")
    return value
