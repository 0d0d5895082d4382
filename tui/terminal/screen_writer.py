"""Writes what is drawn to a terminal that may be slow, take nothing, or be gone. Who draws never waits for it.

A terminal that takes what it is given is written to at once: a thread would have to be waited for as long as Python
lets the others run, for each piece twice. What it does not take at once is left to a thread.
"""

import os
import select
import termios
import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic, sleep

from tui.terminal.description import open_terminal
from tui.terminal.pieces import BEGIN_FRAME, END_FRAME, OutputPiece, Pieces, key_of

LAST_S = 0.5
"""So long the end waits for the terminal to take what it has to take."""
CANCEL = b"\x18"
"""Ends a control sequence of which the terminal has seen a part."""
_LOOK_S = 0.1
_ROOM_S = 0.02
_AT_ONCE_BYTES = 4096


class ScreenWriter:
    """Writes at once what the terminal takes; one thread writes the rest, with a bounded queue before it."""

    def __init__(
        self,
        number: int,
        encode: Callable[[str], bytes],
        *,
        repaint: Callable[[], None],
        gone: Callable[[], None],
    ) -> None:
        """Write nothing yet.

        Args:
            number: Descriptor of the terminal.
            encode: From text to bytes.
            repaint: Called from the thread when the terminal takes again and lacks pictures; `resume` has to follow,
                and then a whole picture.
            gone: Called from the thread when there is no terminal any more.
        """
        self._number = open_terminal(number)
        self._never_waits = not os.get_blocking(self._number)
        self._encode = encode
        self._repaint = repaint
        self._gone = gone
        self._pieces = Pieces()
        # The handler of a signal may write while the code that it interrupted does: no thread may wait for itself.
        self._changed = threading.Condition(threading.RLock())
        self._in_frames = False
        self._is_asked = False
        self._is_writing = False
        self._begun = b""
        """The rest of a piece of which the terminal has taken a part at once."""
        self._is_ending = False
        self._is_given_up = False
        self._thread = threading.Thread(target=self._run, name="screen", daemon=True)

    @property
    def left_out(self) -> int:
        """How many pictures were left out."""
        return self._pieces.left_out

    @property
    def is_idle(self) -> bool:
        """Whether the terminal has taken everything."""
        return not (self._pieces or self._is_writing or self._begun)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def put(self, text: str) -> None:
        """Let something be written, soon; a picture perhaps never.

        Args:
            text: What Textual writes at once: a whole frame, its brackets, or modes.
        """
        if text in (BEGIN_FRAME, END_FRAME):
            # The brackets of a frame go with it, or not at all.
            self._in_frames = text == BEGIN_FRAME
            return
        key = key_of(text)
        whole = f"{BEGIN_FRAME}{text}{END_FRAME}" if self._in_frames and not key else text
        piece = OutputPiece(self._encode(whole), key, monotonic())
        with self._changed:
            if self._is_given_up or self._is_ending:
                return
            if self._never_waits and self.is_idle and not self._pieces.owes_picture:
                self._write_at_once(piece.data)
            else:
                self._pieces.put(piece)
            if not self.is_idle or self._pieces.owes_picture:
                self._changed.notify()

    def _write_at_once(self, data: bytes) -> None:
        # What the handler of a signal writes in between waits until this is written.
        self._is_writing = True
        try:
            while data:
                data = data[os.write(self._number, data) :]
        except OSError:
            # It is full, or gone: the thread finds out.
            self._begun = data
        finally:
            self._is_writing = False

    def resume(self) -> None:
        """Take pictures again: the next one is whole."""
        with self._changed:
            self._is_asked = self._pieces.owes_picture = False

    def leave_out_pictures(self) -> None:
        """Forget the pictures that wait: nobody is to see them any more."""
        with self._changed:
            self._pieces.leave_out_pictures()

    def end(self) -> bool:
        """Write the modes that wait, and end.

        Returns:
            Whether the terminal took everything within `LAST_S`.
        """
        with self._changed:
            self._pieces.leave_out_pictures()
            self._is_ending = True
            self._changed.notify()
        self._thread.join(LAST_S)
        taken = self.is_idle and not self._thread.is_alive()
        self._is_given_up = True
        if taken:
            number, self._number = self._number, -1
            os.close(number)
        return taken

    def force(self, sequence: bytes) -> None:
        """Write this at once in place of all that waits, also of what waits in the system; from any thread.

        It may wait for ever where the terminal could not be opened anew and takes nothing.

        Args:
            sequence: For example what leaves all modes.
        """
        self._is_given_up = True
        with suppress(OSError, termios.error):
            termios.tcflush(self._number, termios.TCOFLUSH)
        with suppress(OSError):
            os.write(self._number, CANCEL + sequence)

    def _run(self) -> None:
        try:
            while (data := self._next()) is not None and self._write(data):
                self._is_writing = False
        except OSError:
            self._is_given_up = True
            self._pieces.leave_out_pictures()
            if not self._is_ending:
                self._gone()
        finally:
            if not self._is_given_up:
                self._is_writing = False

    def _next(self) -> bytes | None:
        with self._changed:
            while not self._is_given_up:
                piece = None if self._begun else self._pieces.take()
                data = self._begun or (piece.data if piece is not None else None)
                self._begun, self._is_writing = b"", data is not None
                if data is not None or self._is_ending:
                    return data
                if self._pieces.owes_picture and not self._is_asked:
                    self._is_asked = True
                    self._repaint()
                self._changed.wait()
        return None

    def _write(self, data: bytes) -> bool:
        left = memoryview(data)
        while left:
            if self._is_given_up:
                return False
            if self._takes():
                try:
                    left = left[os.write(self._number, left[:_AT_ONCE_BYTES]) :]
                except BlockingIOError:
                    # There was room, but not enough for what the terminal makes of a line feed.
                    sleep(_ROOM_S)
        return True

    def _takes(self) -> bool:
        poll = select.poll()
        poll.register(self._number, select.POLLOUT)
        return bool(poll.poll(_LOOK_S * 1000))
