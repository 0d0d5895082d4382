"""A recording as a stream of lines that can be wound back, and what is known of it as a whole."""

import json
import re
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self

from tui.codec.values import LATEST_S, Body
from tui.recording.encoding import MAGIC, VERSION
from tui.recording.files import GZIP, RecordingError
from tui.recording.opening import open_recording

LONGEST_LINE = 32_000_000
"""Bytes; fifty calls with as much attached data as is kept are shorter."""
_CHUNK = 32_768
_MOST_TEXT = 131_072
"""Bytes that are unpacked at once: a small file may hold very much."""
_LINE = re.compile(rb'\{"t":(-?\d{1,11}(?:\.\d{1,20})?(?:e-?\d{1,2})?),"do":"([a-z]{1,20})"')
VISIBLE = frozenset({"apply", "replace", "adopt", "remove", "link", "operation"})
"""What somebody who goes through a recording step by step wants to stop at."""


class TruncatedTapeError(Exception):
    """The stream ends before its end; the words say how."""


class EndOfTapeError(TruncatedTapeError):
    """Nothing is wrong, but there is no more."""


class TapeLine(NamedTuple):
    """A line, of which only the beginning was read."""

    t: float
    do: str
    raw: bytes

    def body(self) -> Body:
        """Read the rest.

        Raises:
            ValueError: It is no JSON object.
        """
        try:
            body = json.loads(self.raw)
        except RecursionError:
            raise ValueError("nested too deep") from None
        if not isinstance(body, dict):
            raise ValueError("not an object")
        return body


class TapePosition(NamedTuple):
    """A place on the tape."""

    offset: int
    zip: "zlib._Decompress"
    packed: bytes
    lines: tuple[bytes, ...]
    pieces: tuple[bytes, ...]


class Tape:
    """Reads lines; `mark` and `wind` go back without reading everything again."""

    def __init__(self, file: BinaryIO) -> None:
        """Begin at the beginning.

        Args:
            file: Open for reading, at its beginning; closed by `close`.
        """
        self._file = file
        self._zip = zlib.decompressobj(GZIP)
        self._packed = b""
        self._lines: list[bytes] = []
        self._pieces: list[bytes] = []
        self._length = 0

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a file or pipe; see `open_recording`."""
        return cls(open_recording(path))

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def mark(self) -> TapePosition:
        """Remember this place."""
        return TapePosition(self._file.tell(), self._zip.copy(), self._packed, tuple(self._lines), tuple(self._pieces))

    def wind(self, mark: TapePosition) -> None:
        """Go back, or forward, to a place."""
        self._file.seek(mark.offset)
        self._zip, self._packed = mark.zip.copy(), mark.packed
        self._lines, self._pieces = list(mark.lines), list(mark.pieces)
        self._length = sum(map(len, mark.pieces))

    def next(self) -> TapeLine | None:
        """Read one line.

        Returns:
            The next line that is one, None at the end.

        Raises:
            Cut: The file ends in the middle, or is damaged from here on.
        """
        while True:
            while self._lines:
                raw = self._lines.pop()
                found = _LINE.match(raw)
                t = float(found[1]) if found is not None else LATEST_S
                if found is not None and abs(t) < LATEST_S:
                    return TapeLine(t, found[2].decode("ascii"), raw)
            if not self._read():
                return None

    def _read(self) -> bool:
        """Unpack some more; False at the end."""
        if not self._packed:
            self._packed = self._file.read(_CHUNK)
        if not self._packed:
            if not self._zip.eof:
                raise EndOfTapeError("it ends in the middle: the program was killed, or is still writing")
            return False
        self._unpack()
        return True

    def _unpack(self) -> None:
        if self._zip.eof:
            # Several files in a row, put together to one.
            self._zip = zlib.decompressobj(GZIP)
        try:
            text = self._zip.decompress(self._packed, _MOST_TEXT)
        except zlib.error:
            self._packed = b""
            raise TruncatedTapeError("it is damaged") from None
        self._packed = self._zip.unconsumed_tail or self._zip.unused_data
        first, *others = text.split(b"\n")
        self._pieces.append(first)
        self._length += len(first)
        if self._length > LONGEST_LINE:
            raise TruncatedTapeError("it is damaged: a line has no end")
        if others:
            # Not before there is an end: putting the pieces together for each new one would take ever longer.
            *lines, rest = (b"".join(self._pieces), *others)
            self._lines, self._pieces, self._length = lines[::-1], [rest], len(rest)


@dataclass(frozen=True, slots=True)
class Contents:
    """What is known of a whole recording.

    Attributes:
        first: The first line: how it was made.
        begin_s: Its first moment, recorded clock.
        end_s: Its last moment.
        times: Moments at which something happened that can be seen, in order.
        problem: Why it does not go on to its end, "" where it does.
    """

    first: Body
    begin_s: float
    end_s: float
    times: "array[float]"
    problem: str = ""


def contents_of(tape: Tape, name: str) -> Contents:
    """Look through a whole recording, and go back to its beginning.

    Args:
        tape: At its beginning.
        name: What it is called in words.

    Returns:
        What is in it, as far as it can be read.

    Raises:
        RecordingError: It is none, or of a later version.
    """
    mark = tape.mark()
    first = _first(tape, name)
    end_s, times, problem = first.t, array("d"), ""
    try:
        for line in _forward(tape, first.t):
            end_s = line.t
            if line.do in VISIBLE:
                times.append(line.t)
    except TruncatedTapeError as cut:
        problem = str(cut)
    tape.wind(mark)
    return Contents(first.body(), first.t, end_s, times, problem)


def _forward(tape: Tape, begin_s: float) -> Iterator[TapeLine]:
    at_s = begin_s
    while (line := tape.next()) is not None:
        if line.do == "begin" and line.t < at_s:
            raise TruncatedTapeError("what follows is another recording")
        # Time does not run back: such a line is none of ours.
        if line.t >= at_s:
            at_s = line.t
            yield line


def _first(tape: Tape, name: str) -> TapeLine:
    foreign = RecordingError(f"{name} is not a recording of callboard, or is damaged from its beginning on")
    try:
        first = tape.next()
        body = first.body() if first is not None else {}
    except EndOfTapeError:
        raise RecordingError(f"{name} holds nothing that could be replayed") from None
    except (TruncatedTapeError, ValueError):
        raise foreign from None
    if first is None or first.do != "begin" or body.get("callboard") != MAGIC:
        raise foreign
    version = body.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise RecordingError(f"{name} was made by a later version of callboard, {body.get('program')!s:.20}")
    return first
