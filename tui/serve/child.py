"""The process that is shown: one of callboard's own screens, with pipes where the terminal would be."""

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

from tui.serve.packets import META, Packet, packets
from tui.terminal.description import PAGE_DRIVER

END_S = 5.0
"""How long a run may take to end in order before it is ended."""
_READ_AHEAD = 1 << 20


@dataclass(frozen=True, slots=True)
class Program:
    """What is run.

    Attributes:
        words: The command and its options, such as `("wall", "--kiosk")`; never a secret, for everybody can read them.
        environment: All of its environment; the passwords come by it.
    """

    words: tuple[str, ...]
    environment: Mapping[str, str] = field(repr=False)


class Child:
    """A process that runs."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        """Take over a process.

        Args:
            process: With pipes for stdin and stdout.
        """
        self._process = process

    @classmethod
    async def start(cls, program: Program, columns: int, rows: int) -> "Child":
        """Start it.

        Args:
            program: What to run.
            columns: Width of its terminal.
            rows: Height of it.
        """
        process = await asyncio.create_subprocess_exec(
            # -P: what stands in the folder where the server was started is not imported.
            *(sys.executable, "-P", "-m", "tui", *program.words),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**program.environment, **_terminal(columns, rows)},
            limit=_READ_AHEAD,
            # Ctrl+C in the server's terminal is the server's business, which ends this one in order.
            start_new_session=True,
        )
        return cls(process)

    def send(self, packet: bytes) -> None:
        """Let it read something; once it has ended nothing happens.

        Args:
            packet: From `tui.serve.packets`.
        """
        stdin = self._process.stdin
        if stdin is not None and not stdin.is_closing():
            stdin.write(packet)

    async def taken(self) -> None:
        """Wait until it has read enough of what was sent."""
        if self._process.stdin is not None:
            with contextlib.suppress(ConnectionError):
                await self._process.stdin.drain()

    async def packets(self) -> AsyncIterator[Packet]:
        """Read what it writes, until it ends."""
        if self._process.stdout is not None:
            async for packet in packets(self._process.stdout):
                yield packet

    async def end(self) -> int:
        """End it, in order if it can.

        Returns:
            Its exit code.
        """
        if self._process.stdin is not None:
            self._process.stdin.close()
        for stop in (self._process.terminate, self._process.kill):
            try:
                async with asyncio.timeout(END_S):
                    return await self._process.wait()
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError):
                    stop()
        return await self._process.wait()


def said_by(packet: Packet) -> dict[str, object]:
    """Read what a run says beside its picture.

    Args:
        packet: Any packet of it.

    Returns:
        The message; empty for a piece of the picture, or where it is none.
    """
    kind, payload = packet
    if kind != META:
        return {}
    try:
        said = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _terminal(columns: int, rows: int) -> dict[str, str]:
    return {
        "TEXTUAL_DRIVER": PAGE_DRIVER,
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "COLUMNS": str(columns),
        "ROWS": str(rows),
    }
