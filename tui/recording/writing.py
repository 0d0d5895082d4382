"""The thread that writes: what is slow about a recording happens here, and nothing that happens here ends the run."""

import json
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from time import monotonic, sleep

from tui.codec.cleaning import Body
from tui.recording.files import Files

EVERY_S = 0.5
"""So much of a recording is lost at the most when the program is killed."""
SYNC_S = 10.0
"""So much when the machine is."""
TOGETHER = 500
"""Lines that are packed at once at the most."""
LAST_WORDS_S = 10.0
"""So long the program waits for the disk when it ends."""
LONGEST_QUEUE = 100_000
"""Lines that may wait; a disk that is slower than that ends the recording, since memory would not."""

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PendingLine:
    """One line to come: made of JSON values in the thread, since that is half of the work.

    Attributes:
        t: Moment, clock of the board.
        do: What it is.
        bodies: Makes what is in it; several lines where there are several.
        begins: Whether a new file begins with it.
    """

    t: float
    do: str
    bodies: Callable[[], Iterable[Body]]
    begins: bool = False


class Writer:
    """Takes lines from the loop and writes them in order."""

    def __init__(self, files: Files, redact: Callable[[object], object], on_end: Callable[[str], None]) -> None:
        """Write nothing yet.

        Args:
            files: Where to.
            redact: Takes secrets out of JSON values.
            on_end: Called from the thread with words when it cannot go on.
        """
        self._files = files
        self._redact = redact
        self._on_end = on_end
        self._lines: deque[PendingLine] = deque()
        self._stop = threading.Event()
        self._why = ""
        self._asked = self._begun = 0
        self._thread = threading.Thread(target=self._run, name="recording", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def is_due(self, longest_bytes: int) -> bool:
        """Whether a new file should be begun, and is not on its way already.

        Args:
            longest_bytes: How long a file may be, about.
        """
        return self._asked == self._begun and self._files.size > longest_bytes

    def put(self, line: PendingLine) -> None:
        """Let a line be written, soon.

        Args:
            line: The line.
        """
        if self._why:
            return
        self._asked += line.begins
        if len(self._lines) >= LONGEST_QUEUE:
            self._end("the disk is too slow")
            return
        self._lines.append(line)

    def stop(self) -> str:
        """Write what waits, and end the file.

        Returns:
            Why not everything was written, "" where it was.
        """
        self._stop.set()
        if self._thread.is_alive():
            # A disk that does not answer must not keep the program from ending.
            self._thread.join(LAST_WORDS_S)
            if self._thread.is_alive():
                return "the disk does not answer"
        return self._why

    def _run(self) -> None:
        try:
            self._write_all()
        except OSError as error:
            self._end(error.strerror or str(error))
        except Exception as error:  # a fault of ours ends the recording, and nothing else
            _LOG.exception("the recording failed")
            self._end(f"internal fault {type(error).__name__}, see the log")
        finally:
            self._lines.clear()
            self._files.close()

    def _write_all(self) -> None:
        synced_s = monotonic()
        stopping = False
        while not self._why:
            self._write_waiting()
            if stopping and not self._lines:
                return
            stopping = self._stop.wait(EVERY_S)
            if monotonic() - synced_s >= SYNC_S:
                self._files.sync()
                synced_s = monotonic()

    def _write_waiting(self) -> None:
        text: list[str] = []
        while self._lines and not self._why:
            line = self._lines.popleft()
            if line.begins:
                self._flush(text)
                self._begin()
            for piece in self._texts(line):
                text.append(piece)
                # The loop goes first: otherwise it would wait for this thread to be interrupted, 5 ms each time.
                sleep(0)
            if len(text) >= TOGETHER:
                self._flush(text)
        self._flush(text)

    def _begin(self) -> None:
        # The first one is there already.
        if self._begun:
            self._files.begin()
        self._begun += 1

    def _flush(self, text: list[str]) -> None:
        if text:
            self._files.write("".join(text))
            text.clear()

    def _texts(self, line: PendingLine) -> Iterator[str]:
        for body in line.bodies():
            cleaned = self._redact(body)
            rest = cleaned if isinstance(cleaned, dict) else {}
            yield json.dumps({"t": line.t, "do": line.do, **rest}, separators=(",", ":")) + "\n"

    def _end(self, why: str) -> None:
        if not self._why:
            self._why = why
            self._on_end(why)
