"""What waits to be written: modes in order and complete, pictures only as long as they are new."""

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

PATIENCE_S = 1.0
"""A picture that waits longer is not worth sending any more."""
LONGEST_BYTES = 1_000_000
"""So much of pictures may wait."""

BEGIN_FRAME = "\x1b[?2026h"
END_FRAME = "\x1b[?2026l"
_OSC = "\x1b]"
_CONTROL = re.compile(
    r"(?:\x1b\[[<>=?][0-9;]*\$?[a-zA-Z]"  # modes, and questions about them
    r"|\x1b\[[0-9;]*t"  # the stack of titles
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles, notifications, clipboard, shape of the pointer
    r"|\x07)+"
)


@dataclass(frozen=True, slots=True)
class OutputPiece:
    """Something that is written whole or not at all.

    Attributes:
        data: Bytes.
        key: Of two with the same key only the later one is written; "" for a piece of the picture.
        put_s: When it came, monotonic clock.
    """

    data: bytes
    key: str
    put_s: float


def key_of(text: str) -> str:
    """Tell modes, titles and bells from pictures.

    Args:
        text: What Textual writes at once.

    Returns:
        What it is about; "" for a piece of the picture.
    """
    if not _CONTROL.fullmatch(text):
        return ""
    # A title replaces a title, a notification a notification; everything else says the same by saying it again.
    return text.partition(";")[0] if text.startswith(_OSC) else text


class Pieces:
    """A bounded queue. Once a picture has been left out, all are until a whole one is promised."""

    def __init__(self) -> None:
        """Nothing waits."""
        self._waiting: deque[OutputPiece] = deque()
        self.left_out = 0
        """How many pictures were left out."""
        self.owes_picture = False
        """Whether what the terminal shows lacks something."""

    def __len__(self) -> int:
        """How many wait."""
        return len(self._waiting)

    @property
    def size(self) -> int:
        """How many bytes wait."""
        return sum(len(piece.data) for piece in self._waiting)

    def put(self, piece: OutputPiece) -> None:
        """Take a piece.

        Args:
            piece: To be written after all that waits.
        """
        if piece.key:
            self._keep(lambda waiting: waiting.key != piece.key)
        elif self.owes_picture or self._is_behind(piece):
            self.leave_out_pictures()
            self.left_out += 1
            self.owes_picture = True
            return
        self._waiting.append(piece)

    def take(self) -> OutputPiece | None:
        """Give the next one, if one waits."""
        return self._waiting.popleft() if self._waiting else None

    def leave_out_pictures(self) -> None:
        """Forget all pictures that wait; modes stay."""
        before = len(self._waiting)
        self._keep(lambda waiting: bool(waiting.key))
        self.left_out += before - len(self._waiting)

    def _is_behind(self, piece: OutputPiece) -> bool:
        pictures = [waiting for waiting in self._waiting if not waiting.key]
        if not pictures:
            return False
        size = sum(len(waiting.data) for waiting in pictures) + len(piece.data)
        return piece.put_s - pictures[0].put_s > PATIENCE_S or size > LONGEST_BYTES

    def _keep(self, wanted: Callable[[OutputPiece], bool]) -> None:
        kept = [piece for piece in self._waiting if wanted(piece)]
        if len(kept) < len(self._waiting):
            self._waiting = deque(kept)
