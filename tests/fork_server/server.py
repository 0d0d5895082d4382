"""Starts `python -m MODULE` again and again from one process that has imported everything: a program, told by socket.

A child gets the standard streams, the environment and the folder that it is to have, and ends as Python ends: with all
that is flushed, and may fail, after its program. What it does not get is a start of Python of its own, which takes
longer than most of what is tested.
"""

from __future__ import annotations

import ctypes
import fcntl
import gc
import json
import os
import runpy
import signal
import socket
import sys
import termios
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from tui.patches.unused_imports import skip_unused_imports

MOST_BYTES = 1 << 18
CLOSED = "closed"
EARLY = (
    "anyio._backends._asyncio",
    "httpcore",
    "keyring.backends.SecretService",
    "textual.pilot",
    "textual.scrollbar",
    "tui.hooks.program_hook",
    "tui.watch.aloud",
    "tui.app",
    "tui.cli.audit",
    "tui.cli.completion",
    "tui.cli.doctor",
    "tui.cli.log",
    "tui.cli.recordings",
    "tui.cli.scripts",
    "tui.cli.serve",
    "tui.cli.settings",
    "tui.cli.simulator",
    "tui.demo.server",
    "tui.gws.connection",
    "tui.watch.headless",
    "tui.replay_app",
    "tui.retuning",
    "tui.runs.call",
    "tui.runs.call_help",
    "tui.runs.config",
    "tui.runs.connected",
    "tui.runs.doctor",
    "tui.runs.log",
    "tui.runs.login",
    "tui.runs.replayed",
    "tui.runs.served",
    "tui.runs.simulated",
    "tui.screens.desk.desk_screen",
    "tui.screens.wall.touring_wall",
    "tui.screens.wall.wall_screen",
    "tui.serve.server",
    "tui.stage",
    "tui.wiring",
)
"""What most programs import. Whatever lacks here is imported by each child."""


def _serve(channel: socket.socket) -> str:
    """Answer each request with the number of a new process; in each of those, give the module that it is to run.

    A child of a child whose parent is gone has a new parent: the nearest one that adopts, which is whoever asked.
    """
    while True:
        data, descriptors, _, _ = socket.recv_fds(channel, MOST_BYTES, 3)
        if not data:
            return ""
        reading, writing = os.pipe()
        between = os.fork()
        if between == 0:
            child = os.fork()
            if child == 0:
                os.close(channel.detach())
                return _become(json.loads(data), descriptors)
            os.write(writing, b"%d" % child)
            os._exit(0)
        for descriptor in (*descriptors, writing):
            os.close(descriptor)
        os.waitpid(between, 0)
        with os.fdopen(reading, "rb") as told:
            channel.sendall(told.read())


def _become(job: dict[str, Any], descriptors: Sequence[int]) -> str:
    """Be the process that was asked for, before its program begins."""
    if job["session"]:
        os.setsid()
    left = list(descriptors)
    closed = [kind == CLOSED for kind in job["streams"]]
    # First out of the way: what comes may have the numbers of the standard streams.
    moved = [None if gone else fcntl.fcntl(left.pop(0), fcntl.F_DUPFD, 20) for gone in closed]
    for number, descriptor in enumerate(moved):
        if descriptor is None:
            os.close(number)
        else:
            os.dup2(descriptor, number)
    os.closerange(3, 1024)
    if job["controls"]:
        terminals = [number for number in range(3) if not closed[number] and os.isatty(number)]
        if terminals:
            fcntl.ioctl(terminals[0], termios.TIOCSCTTY, 0)
    _open_streams(closed)
    # Where the locale says nothing, Python sets this one at its start.
    locale = {name: value for name, value in os.environ.items() if name == "LC_CTYPE"}
    os.environ.clear()
    os.environ.update({**locale, **job["environ"]})
    if job["folder"]:
        os.chdir(job["folder"])
    _, *words = job["words"]
    if words[0] == "-P":
        del sys.path[0], words[0]
    else:
        sys.path[0] = os.getcwd()
    _be_called(job["words"])
    sys.argv[1:] = words[2:]
    return str(words[1])


def _be_called(words: Sequence[str]) -> None:
    """Let `ps` show these words, in the place of those of the fork server, which made room for them."""
    fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    begin, end = int(fields[45]), int(fields[46])
    text = b"".join(os.fsencode(word) + b"\0" for word in words)[: end - begin]
    ctypes.memset(begin, 0, end - begin)
    ctypes.memmove(begin, text, len(text))


def _open_streams(closed: Sequence[bool]) -> None:
    """Open the standard streams as Python opened those of this process at its start."""
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        ours, buffering = vars(sys)[f"__{name}__"], 1 if name == "stderr" else -1
        stream = None if closed[number] else open(number, mode, buffering, ours.encoding, ours.errors, closefd=False)  # noqa: SIM115 - for as long as the process lives
        vars(sys).update({name: stream, f"__{name}__": stream})


def _import_all() -> None:
    skip_unused_imports()
    for name in EARLY:
        with suppress(ImportError):
            import_module(name)
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    _import_all()
    signal.set_wakeup_fd(-1)
    own = socket.socket(fileno=int(sys.argv[1]))
    own.sendall(b"0")
    if program := _serve(own):
        runpy.run_module(program, run_name="__main__", alter_sys=True)
