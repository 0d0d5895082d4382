"""Lets `subprocess` start our own programs by `tests.fork_server.server`, as children of this process like any other.

It takes a tenth of the time of a start of Python. A start that differs in what Python reads before our code runs, or
in what only a new program can have, remains as it is; so do all with `CALLBOARD_TESTS_START=exec`.
"""

from __future__ import annotations

import ctypes
import inspect
import json
import os
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.fork_server.server import CLOSED, MOST_BYTES

ROOM_BYTES = 1 << 12
"""For the command lines of children, where that of their fork server stands."""
MANY = 3
"""So many starts with the same early environment are worth a fork server of their own."""
ROOT = Path(__file__).parents[2]
_READ_EARLY = ("PYTHON", "LANG", "LC_", "TZ", "MALLOC", "LD_", "TEXTUAL", "ESCDELAY", "SSL_CERT")
"""Variables that Python reads at its start, or a library when it is imported: each value needs its own fork server."""
_READ_LATER = frozenset({"PYTHON_KEYRING_BACKEND"})
_NOT_FORKED = frozenset({"tests.fuzz", "tests.fork_server.server"})
"""One counts its own memory."""
_ORDINARY: Mapping[str, object] = {
    "preexec_fn": None,
    "pass_fds": (),
    "shell": False,
    "executable": None,
    "gid": None,
    "gids": None,
    "uid": None,
    "umask": -1,
    "process_group": -1,
    "restore_signals": True,
}
_PR_SET_CHILD_SUBREAPER = 36


class ForkServer:
    """One process that starts others, which become children of this process."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        """Start it.

        Args:
            environ: What is read before our code runs is read of this.
        """
        self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        program = [sys.executable, "-m", "tests.fork_server.server", str(theirs.fileno()), " " * ROOM_BYTES]
        self._process = subprocess.Popen(
            program, pass_fds=[theirs.fileno()], cwd=ROOT, env=environ, stdin=subprocess.DEVNULL
        )
        theirs.close()
        self._channel.recv(MOST_BYTES)
        self._libc = ctypes.CDLL(None)

    def start(
        self,
        words: Sequence[str],
        environ: Mapping[str, str],
        streams: Sequence[int | None],
        *,
        folder: str = "",
        session: bool = False,
        controls: bool = False,
    ) -> int:
        """Start a program; give its process id.

        Args:
            words: Its whole command line: Python, `-m` or `-P -m`, its module, and what follows.
            environ: Its environment.
            streams: Descriptors of input, output and error; None is a closed one.
            folder: Where it runs, if not here.
            session: Whether it leads a session of its own.
            controls: Whether a terminal among its streams controls it.
        """
        job = {
            "words": list(words),
            "environ": dict(environ),
            "streams": [CLOSED if stream is None else "" for stream in streams],
            "folder": folder or os.getcwd(),
            "session": session,
            "controls": controls,
        }
        self._libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        try:
            socket.send_fds(self._channel, [json.dumps(job).encode()], [one for one in streams if one is not None])
            return int(self._channel.recv(MOST_BYTES))
        finally:
            self._libc.prctl(_PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)

    def end(self) -> None:
        """Let it end."""
        self._channel.close()
        self._process.wait()


class Starts:
    """Starts what it can by fork servers, one for each early environment, which begin when they are worth it."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self.wanted = sys.platform == "linux" and os.environ.get("CALLBOARD_TESTS_START") != "exec"
        self._asked: Counter[frozenset[tuple[str, str]]] = Counter()
        self._servers: dict[frozenset[tuple[str, str]], ForkServer] = {}
        self._ordinary = subprocess.Popen._execute_child  # type: ignore[attr-defined]  # no public seam
        self._form = inspect.signature(self._ordinary)

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Have `subprocess` ask here first."""

        def execute(process: subprocess.Popen[Any], *positional: object, **named: object) -> None:
            given = self._form.bind(process, *positional, **named).arguments
            server = self.server(_environ(given)) if self.wanted and _is_one_of_ours(given) else None
            if server is None:
                self._ordinary(process, *positional, **named)
                return
            streams = [given[name] for name in ("p2cread", "c2pwrite", "errwrite")]
            process.pid = server.start(
                [os.fspath(word) for word in given["args"]],
                _environ(given),
                [number if stream == -1 else stream for number, stream in enumerate(streams)],
                folder=os.fspath(given["cwd"] or ""),
                session=given["start_new_session"],
            )
            process._child_created = True  # type: ignore[attr-defined]  # as the ordinary start notes it
            pipes = ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")
            process._close_pipe_fds(*(given[pipe] for pipe in pipes))  # type: ignore[attr-defined]  # likewise

        subprocess.Popen._execute_child = execute  # type: ignore[attr-defined]  # no public seam
        try:
            yield
        finally:
            subprocess.Popen._execute_child = self._ordinary  # type: ignore[attr-defined]  # no public seam
            for server in self._servers.values():
                server.end()

    def server(self, environ: Mapping[str, str]) -> ForkServer | None:
        """The fork server for an environment; none where an ordinary start is cheaper."""
        early = _early(environ)
        self._asked[early] += 1
        if early not in self._servers and (early == _early(os.environ) or self._asked[early] >= MANY):
            self._servers[early] = ForkServer({**dict(set(os.environ.items()) - _early(os.environ)), **dict(early)})
        return self._servers.get(early)


def _environ(given: Mapping[str, Any]) -> Mapping[str, str]:
    return os.environ if given["env"] is None else given["env"]


def _is_one_of_ours(given: Mapping[str, Any]) -> bool:
    if isinstance(given["args"], (str, bytes)):
        return False
    python, *words = map(os.fspath, given["args"])
    module = next((after for word, after in pairwise(words) if word == "-m"), "")
    if python != sys.executable or words[: words.index("-m") if module else 0] not in ([], ["-P"]):
        return False
    if not (module == "tui" or module.startswith("tests.")) or module in _NOT_FORKED:
        return False
    return all(given.get(name, usual) == usual for name, usual in _ORDINARY.items())


def _early(environ: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (name, value) for name, value in environ.items() if name.startswith(_READ_EARLY) and name not in _READ_LATER
    )
