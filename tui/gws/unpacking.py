"""Bodies out of their compression, never more of them than was asked for."""

import zlib

from tui.source.errors import BadReplyError
from tui.source.text import clean

ACCEPTED = "gzip"
"""The only compression that is asked for, and read."""
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
_PLAIN = ("", "identity")


class Unpacker:
    """Takes one body out of its compression, part by part."""

    def __init__(self, coding: str) -> None:
        """Nothing has come yet.

        Args:
            coding: The `Content-Encoding` of the answer.

        Raises:
            BadReplyError: It is not one that was asked for, or more than one.
        """
        name = coding.strip().lower().removeprefix("x-")
        if name not in (*_PLAIN, ACCEPTED):
            raise BadReplyError(f"the answer is compressed as {clean(name, 40)}, which was not asked for")
        self._zip = None if name in _PLAIN else zlib.decompressobj(_GZIP_WINDOW)

    def unpack(self, part: bytes, most: int) -> bytes:
        """Take the next part out.

        Args:
            part: As it came.
            most: So many bytes are wanted at the most, at least 1; of a longer result the rest is lost.

        Raises:
            BadReplyError: It is no gzip.
        """
        if self._zip is None:
            return part
        try:
            return self._zip.decompress(part, most)
        except zlib.error as error:
            raise BadReplyError("the answer is compressed wrongly") from error
