"""Keeps large answers small in memory where they hold characters beyond the first 65,536, such as emoji.

Python stores a text with one such character in four bytes for each of its characters. In JSON such a character may be
written as two escapes as well: then only the texts that hold it become wide, and not the whole answer.
"""

import re

from tui.source.decode import UTF_8, codec_of
from tui.source.errors import LimitError

LARGE_BYTES = 16 << 20
"""Answers below this are left as they are: even four times as large they are small enough."""

MOST_WIDE = 200_000
"""So many of these characters are rewritten in one answer, each of which takes 8 bytes more then."""

_LONGEST_BYTES = 4 << 20
_WIDE = re.compile(rb"[\xf0-\xf4][\x80-\xbf]{3}")
_ESCAPED = re.compile(rb"\\u[dD][89abAB]")


def escape_wide(body: bytes, charset: str = "") -> bytes:
    """Write wide characters of a large answer in UTF-8 as escapes.

    Args:
        body: JSON.
        charset: What it is said to be; "" where nothing is said.

    Returns:
        The same JSON; the same object where nothing had to be rewritten.

    Raises:
        LimitError: It holds too many of them, or a text of some MB beside them.
    """
    if len(body) <= LARGE_BYTES or not _may_be_wide(body):
        return body
    if codec_of(body, charset) != UTF_8:
        # The same bytes are other characters there.
        return body
    if _has_long_text(body):
        raise LimitError(f"a text of more than {_LONGEST_BYTES >> 20} MB in an answer with characters such as emoji")
    narrow, count = _WIDE.subn(_escapes, body, MOST_WIDE + 1)
    if count > MOST_WIDE:
        raise LimitError(f"more than {MOST_WIDE:,} characters such as emoji in one answer")
    return narrow


def _may_be_wide(body: bytes) -> bool:
    # What nearly every answer is told by comes first: an expression takes many times as long for each byte.
    if not body.isascii() and _WIDE.search(body):
        return True
    return b"\\u" in body and _ESCAPED.search(body) is not None


def _has_long_text(body: bytes) -> bool:
    at = 0
    while at + _LONGEST_BYTES <= len(body):
        quote = body.rfind(b'"', at, at + _LONGEST_BYTES)
        if quote < 0:
            return True
        at = quote + 1
    return False


def _escapes(found: re.Match[bytes]) -> bytes:
    pair = found[0].decode(errors="replace").encode("utf-16-be")
    return b"".join(b"\\u%s" % pair[at : at + 2].hex().encode() for at in range(0, len(pair), 2))
