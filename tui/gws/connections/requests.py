"""How a request is written."""

import re

import httpx

_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
"""What stands in no line: with it, one line could become two."""


def written(request: httpx.Request, content: bytes) -> bytes:
    """Write a request as it goes over HTTP/1.1.

    Args:
        request: With all its headers, the length of the content among them.
        content: What is posted.

    Raises:
        httpx.LocalProtocolError: A line holds what would be no part of it.
    """
    first = b"%b %b HTTP/1.1" % (request.method.encode("ascii"), request.url.raw_path)
    lines = [first, *(b"%b: %b" % header for header in request.headers.raw), b"", content]
    if any(map(_CONTROL.search, lines[:-1])):
        raise httpx.LocalProtocolError("a header that cannot be sent")
    return b"\r\n".join(lines)
