"""What is asked, and how it is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import httpx

from tui.source.limits import DEFAULT, LoginLimits

REQUEST_S = 10.0
"""Deadline of an ordinary request up to the end of its headers."""

BODY_S = 30.0
"""Deadline for the rest of an answer that has begun."""

_CONTROL = bytes(code for code in (*range(0x20), 0x7F) if chr(code) != "\t")
"""What stands in no line: with it, one line could become two."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to send: `path` is relative to the origin.

    Attributes:
        authorize: The credentials that go with it, given the `Cookie` header that it carries.
        wait_s: Deadline for the headers of the answer, and for its end where `body_s` is less, seconds.
        body_s: How long the rest of an answer that has begun may take, seconds.
        limits: How large the answer may be.
        has_secret_path: Whether nobody else may read the path.
    """

    method: str
    path: str
    headers: Mapping[str, str] = field(repr=False)
    content: bytes | None = field(default=None, repr=False)
    authorize: Callable[[str], httpx.BasicAuth | None] = field(default=lambda _: None, repr=False)
    wait_s: float = REQUEST_S
    body_s: float = BODY_S
    limits: LoginLimits = DEFAULT
    has_secret_path: bool = False


def written(method: str, target: bytes, headers: Sequence[tuple[bytes, bytes]], content: bytes) -> bytes:
    """Write a request as it goes over HTTP/1.1.

    Args:
        method: GET or POST.
        target: Path and query.
        headers: All of them, the length of the content among them.
        content: What is posted.

    Raises:
        httpx.LocalProtocolError: A line holds what would be no part of it.
    """
    head = b"\r\n".join([b"%b %b HTTP/1.1" % (method.encode("ascii"), target), *[b"%b: %b" % one for one in headers]])
    # Between two lines there are two such characters, and nowhere else is one.
    if len(head) - len(head.translate(None, _CONTROL)) != 2 * len(headers):
        raise httpx.LocalProtocolError("a header that cannot be sent")
    return b"%b\r\n\r\n%b" % (head, content)
