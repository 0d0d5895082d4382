"""What systemd does for a service of the kind `notify`: a socket that hears, and the variables that say where it is."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.waiting import PATIENCE_S


class Listener:
    """Everything that was told, in its order."""

    def __init__(self, heard: socket.socket, address: str) -> None:
        self.address = address
        self.told: list[str] = []
        self._heard = heard

    def variables(self, watchdog_s: float | None = None) -> dict[str, str]:
        """The environment of the service."""
        watchdog = {} if watchdog_s is None else {"WATCHDOG_USEC": str(int(watchdog_s * 1_000_000))}
        return {"NOTIFY_SOCKET": self.address, **watchdog}

    def take(self) -> list[str]:
        """What was told since the last time."""
        taken: list[str] = []
        while True:
            try:
                taken += self._heard.recv(4096).decode().split("\n")
            except BlockingIOError:
                self.told += taken
                return taken

    async def until(self, condition: Callable[[list[str]], bool], what: str) -> None:
        """Wait until all that was told is so."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not condition(self.told):
                    self.take()
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"no {what} in {self.told}") from None


@contextmanager
def listening(folder: Path, *, abstract: bool = False) -> Iterator[Listener]:
    """Hear what a service tells."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as heard:
        path = f"{folder}/notify"
        heard.bind(f"\0{path}" if abstract else path)
        yield Listener(heard, f"@{path}" if abstract else path)
