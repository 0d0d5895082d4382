"""Runs one program of the user's: its input and output are bounded, and its process group ends with it."""

import os
import selectors
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from tui.programs.terminal_turn import has_terminal, lend_terminal

_OURS = ("CALLBOARD_", "NOTIFY_SOCKET", "WATCHDOG_")
"""Beginnings of variables: passwords, and the way to systemd, to which only our own word counts."""
_CHUNK = 4096
_LOOK_S = 0.2
"""How often it is looked whether somebody ended the program."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended.

    Attributes:
        code: Exit code, negative for a signal; None where it was ended by us.
        output: What it wrote, bytes; not more than was allowed.
        too_long: Whether its time was over.
        too_much: Whether it wrote more than was allowed.
    """

    code: int | None
    output: bytes
    too_long: bool = False
    too_much: bool = False


def without_ours(environ: Mapping[str, str]) -> dict[str, str]:
    """Give an environment without passwords of ours, and without the way to systemd.

    Args:
        environ: The whole.
    """
    return {name: value for name, value in environ.items() if not name.startswith(_OURS)}


class UserProgram:
    """A program and its arguments, started once by `run`.

    It gets nothing of our environment whose name begins with `CALLBOARD_`, since passwords stand there, nor the way to
    systemd, and it runs in a session of its own, so that what it starts can be ended with it.
    """

    def __init__(
        self,
        words: Sequence[str],
        *,
        limit_s: float,
        most_output: int,
        errors_too: bool = False,
        ends_at_most: bool = False,
        on_terminal: bool = False,
    ) -> None:
        """Start nothing yet.

        Args:
            words: The program and its arguments.
            limit_s: How long it may take, seconds; then its whole process group is killed.
            most_output: Bytes of output that are kept.
            errors_too: Whether its error output counts as output; else that is dropped.
            ends_at_most: Whether more output ends the program; else the rest is read and dropped.
            on_terminal: Whether it may ask at the terminal, if there is one, as the foreground group of our session.
        """
        self._words = tuple(words)
        self._limit_s = limit_s
        self._most_output = most_output
        self._errors_too = errors_too
        self._ends_at_most = ends_at_most
        self._on_terminal = on_terminal and has_terminal()
        self._lock = Lock()
        self._stopped = False
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, given: bytes = b"", variables: Mapping[str, str] | None = None) -> Ended:
        """Run it to its end; blocks, for `limit_s` at the most.

        It has ended when the program has, and nothing that it started holds its output open any more.

        Args:
            given: What it reads from its standard input.
            variables: What is added to its environment.

        Returns:
            How it ended.

        Raises:
            OSError: It cannot be started.
            ValueError: Its words cannot be those of a program: one holds a zero byte.
        """
        began_s = monotonic()
        process = self._start(variables or {})
        if process is None:
            return Ended(None, b"")
        try:
            with lend_terminal(process.pid if self._on_terminal else None):
                return self._follow(process, given, began_s + self._limit_s)
        finally:
            end_group(process)

    def stop(self) -> None:
        """End it and all that it started; may be called from any thread, before `run` as well."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                kill_group(self._process)

    def _start(self, variables: Mapping[str, str]) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._stopped:
                return None
            self._process = subprocess.Popen(
                self._words,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT if self._errors_too else subprocess.DEVNULL,
                env={**without_ours(os.environ), **variables},
                start_new_session=not self._on_terminal,
                process_group=0 if self._on_terminal else None,
            )
            return self._process

    def _follow(self, process: subprocess.Popen[bytes], given: bytes, until_s: float) -> Ended:
        exchange = _Exchange(process, given, self._most_output)
        with exchange:
            while exchange.is_open:
                if self._stopped or monotonic() >= until_s:
                    return Ended(None, exchange.output, too_long=not self._stopped)
                if exchange.too_much and self._ends_at_most:
                    return Ended(None, exchange.output, too_much=True)
                exchange.step(min(_LOOK_S, until_s - monotonic()))
        try:
            code = process.wait(max(0.0, until_s - monotonic()))
        except subprocess.TimeoutExpired:
            return Ended(None, exchange.output, too_long=True, too_much=exchange.too_much)
        return Ended(None if self._stopped else code, exchange.output, too_much=exchange.too_much)


class _Exchange:
    """Writes to a program and reads from it, whichever is possible."""

    def __init__(self, process: subprocess.Popen[bytes], given: bytes, most: int) -> None:
        if process.stdin is None or process.stdout is None:
            raise ValueError("the program was started without pipes")
        self.output = b""
        self.too_much = False
        self._stdin, self._stdout = process.stdin, process.stdout
        self._given = memoryview(given)
        self._most = most
        self._ready = selectors.DefaultSelector()
        self._ready.register(self._stdout, selectors.EVENT_READ)
        os.set_blocking(self._stdin.fileno(), False)
        self._ready.register(self._stdin, selectors.EVENT_WRITE)
        self._writing = True
        self.is_open = True

    def __enter__(self) -> "_Exchange":
        return self

    def __exit__(self, *_: object) -> None:
        self._ready.close()
        self._stdout.close()
        self._close_input()

    def step(self, wait_s: float) -> None:
        for key, _ in self._ready.select(max(0.0, wait_s)):
            if key.fileobj is self._stdout:
                self._read()
            else:
                self._write()

    def _read(self) -> None:
        found = os.read(self._stdout.fileno(), _CHUNK)
        room = self._most - len(self.output)
        self.too_much = self.too_much or len(found) > room
        self.output += found[:room]
        if not found:
            self.is_open = False

    def _write(self) -> None:
        try:
            self._given = self._given[os.write(self._stdin.fileno(), self._given[:_CHUNK]) :]
        except BlockingIOError:
            return
        except OSError:
            # It need not read what it is given.
            self._given = self._given[len(self._given) :]
        if not self._given:
            self._ready.unregister(self._stdin)
            self._close_input()

    def _close_input(self) -> None:
        if self._writing:
            self._writing = False
            with suppress(OSError):
                self._stdin.close()


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a program, and all that it started and that did not leave its process group.

    Args:
        process: One that leads a process group of its own.
    """
    # The group may be there although its first process has ended; its number is not given away while it is.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a program with its process group, and wait for it."""
    kill_group(process)
    process.wait()
