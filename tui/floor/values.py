"""What stands under the subject of a login: everything that its publisher knows of it, masked, in lines of JSON.

The first line says who wrote it and how sure that is, the second whose login it is, and each further one is a call.
What did not change has the bytes that it had before, and is not read again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from tui.codec.decoding import decode_call, decode_standing, decode_user
from tui.codec.values import Body, listed, moment, text
from tui.floor.errors import FloorVersionError
from tui.floor.subjects import token
from tui.floor.value_lines import read_line, split_lines
from tui.live.store.board import BoardDevice, SourcePart
from tui.live.store.card import BoardCall
from tui.source.models import User

VERSION = 1
"""Of values and beats; a reader refuses any other, for it cannot know what that would say."""
_LARGEST_FENCE = 2**53
_MOST_ENDS = 10_000


class Signature(NamedTuple):
    """Who writes a value.

    Attributes:
        publisher: Its name.
        session: Which connection of it, told apart from all others.
        fence: Larger than that of every publisher that had the login before.
    """

    publisher: str
    session: str
    fence: int


class ValueHead(NamedTuple):
    """The first line of a value.

    Attributes:
        signature: Who wrote it.
        gone: Whether the login is no longer published on purpose.
        now_s: What the writer's clock said then.
    """

    signature: Signature
    gone: bool
    now_s: float


class CallEnd(NamedTuple):
    """How a call ended that is no longer among the calls.

    Attributes:
        id: The id in its key.
        ended_at_s: When, clock of the publisher.
        ended_how: See `BoardCall`.
    """

    id: str
    ended_at_s: float
    ended_how: str


class UserLine(NamedTuple):
    """A second line that was read."""

    line: bytes
    user: User
    devices: Mapping[str, BoardDevice]


@dataclass(frozen=True, slots=True)
class LoginValue:
    """One login as its publisher knows it; every time is one of the publisher's clock.

    Attributes:
        signature: Who wrote it.
        now_s: What its clock said then.
        part: What `Board.adopt` takes once the times are moved; None where the login is no longer published on purpose.
        ends: Of calls that ended lately and are not in `part`.
        user_line: As it was read, for the next value.
        call_lines: Likewise.
    """

    signature: Signature
    now_s: float
    part: SourcePart | None
    ends: tuple[CallEnd, ...] = ()
    user_line: UserLine | None = field(default=None, repr=False, compare=False)
    call_lines: Mapping[bytes, BoardCall] = field(
        default_factory=lambda: MappingProxyType({}), repr=False, compare=False
    )


def decode_value(data: bytes, name: str, before: LoginValue | None = None) -> LoginValue:
    """Read the value of a login.

    Args:
        data: By whomever it was written.
        name: What its source is called on the reader's board.
        before: The last one of this login, whose lines are not read again.

    Raises:
        FloorVersionError: It is of another version.
        ValueError: It cannot be read.
    """
    head, *lines = split_lines(data)
    body = read_line(head)
    check_version(body)
    signature, now_s = _signature(body, before), moment(body.get("now"))
    if body.get("gone") is True:
        return LoginValue(signature, now_s, None)
    if not lines:
        raise ValueError("a value without a user")
    user_line = _user_line(lines[0], before)
    known = before.call_lines if before is not None else {}
    calls = {line: known.get(line) or _call(line, name) for line in lines[1:]}
    if len({call.key for call in calls.values()}) < len(lines) - 1:
        raise ValueError("a call that is there twice")
    source = decode_standing(body, name, user_line.user, user_line.devices)
    return LoginValue(signature, now_s, SourcePart(source, tuple(calls.values())), _ends(body), user_line, calls)


def decode_head(data: bytes) -> ValueHead:
    """Read who wrote the value of a login, and nothing else of it.

    Args:
        data: By whomever it was written.

    Raises:
        FloorVersionError: It is of another version.
        ValueError: It cannot be read.
    """
    body = read_line(split_lines(data)[0])
    check_version(body)
    return ValueHead(_signature(body), body.get("gone") is True, moment(body.get("now")))


def check_version(body: Body) -> None:
    """Refuse what another version wrote.

    Args:
        body: The first line.

    Raises:
        FloorVersionError: It is of another version.
        ValueError: It is of none.
    """
    version = body.get("v")
    if isinstance(version, bool) or not isinstance(version, int):
        raise ValueError("a value without its version")
    if version != VERSION:
        raise FloorVersionError(version)


def read_session(body: Body) -> str:
    """Read the name of a session.

    Raises:
        ValueError: It is none.
    """
    return token(text(body, "session"))


def _signature(body: Body, before: LoginValue | None = None) -> Signature:
    fence = body.get("fence")
    if isinstance(fence, bool) or not isinstance(fence, int) or not 0 <= fence <= _LARGEST_FENCE:
        raise ValueError("no fence")
    if before is not None and (body.get("pub"), body.get("session")) == before.signature[:2]:
        # As nearly always; it was looked at then.
        return Signature(before.signature.publisher, before.signature.session, fence)
    return Signature(token(text(body, "pub")), read_session(body), fence)


def _user_line(line: bytes, before: LoginValue | None) -> UserLine:
    if before is not None and before.user_line is not None and before.user_line.line == line:
        return before.user_line
    return UserLine(line, *decode_user(read_line(line)))


def _call(line: bytes, name: str) -> BoardCall:
    call = decode_call(read_line(line), 0, name)
    if not call.key.id:
        raise ValueError("a call without its key")
    return call


def _ends(body: Body) -> tuple[CallEnd, ...]:
    return tuple(_end(item) for item in listed(body["ended"])[-_MOST_ENDS:]) if "ended" in body else ()


def _end(item: object) -> CallEnd:
    id_, at_s, how = listed(item)
    return CallEnd(text({"id": id_}, "id"), moment(at_s), text({"how": how}, "how"))
