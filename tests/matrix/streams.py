"""The kinds of standard streams, and what can be read of them afterwards."""

from __future__ import annotations

import os
import pty
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

KINDS = ("tty", "file", "full", "closed", "pipe")
NAMES = ("stdin", "stdout", "stderr")


class Streams:
    """Three standard streams of some kinds.

    Attributes:
        kinds: Of input, output and error.
        descriptors: Of those that are not closed.
    """

    def __init__(self, folder: Path, kinds: tuple[str, str, str]) -> None:
        self.kinds = kinds
        self._folder = folder
        self._master, self._slave = pty.openpty() if "tty" in kinds else (-1, -1)
        self._shown = bytearray()
        self._ours = [one for one in (self._slave,) if one >= 0]
        self._stalled: dict[str, tuple[int, int]] = {}
        self.descriptors = [self._open(name, kind) for name, kind in zip(NAMES, kinds, strict=True) if kind != "closed"]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.given()
        for reading, _ in self._stalled.values():
            os.close(reading)
        if self._master >= 0:
            os.close(self._master)

    def given(self) -> None:
        """The process has them: ours are closed."""
        for descriptor in self._ours:
            os.close(descriptor)
        self._ours.clear()

    def look(self) -> None:
        """Take what the terminal shows, as terminals do."""
        if self._master >= 0:
            with suppress(OSError):
                self._shown += os.read(self._master, 1 << 16)

    def read(self, name: str) -> str:
        """What was written there, without what lay there before."""
        kind = self.kinds[NAMES.index(name)]
        if kind == "file":
            return (self._folder / name).read_text(errors="replace")
        if kind == "tty":
            self.look()
            return self._shown.decode(errors="replace")
        if kind == "pipe":
            reading, filled = self._stalled[name]
            return _rest_of(reading)[filled:].decode(errors="replace")
        return ""

    def _open(self, name: str, kind: str) -> int:
        if kind == "tty":
            os.set_blocking(self._master, False)
            return self._slave
        if kind == "pipe":
            return self._stall(name)
        path = Path("/dev/full") if kind == "full" else self._folder / name
        path.touch()
        descriptor = os.open(path, os.O_RDONLY if name == "stdin" else os.O_WRONLY | os.O_TRUNC)
        self._ours.append(descriptor)
        return descriptor

    def _stall(self, name: str) -> int:
        """A pipe that nobody reads, and that is full; as an input one that nobody writes to."""
        reading, writing = os.pipe()
        if name == "stdin":
            self._stalled[name] = (writing, 0)
            self._ours.append(reading)
            return reading
        os.set_blocking(writing, False)
        filled = 0
        with suppress(BlockingIOError):
            while True:
                filled += os.write(writing, b"." * 512)
        os.set_blocking(writing, True)
        self._stalled[name] = (reading, filled)
        self._ours.append(writing)
        return writing


def _rest_of(reading: int) -> bytes:
    os.set_blocking(reading, False)
    data = bytearray()
    with suppress(BlockingIOError):
        while piece := os.read(reading, 1 << 16):
            data += piece
    return bytes(data)
