"""What the terminal can do: asked of a real pseudo-terminal that answers, or does not."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from tests.waiting import PATIENCE_S
from tui.doctor.asking import TerminalReplies, read_answers
from tui.doctor.step import Verdict
from tui.doctor.terminal import judge

GOOD = b"\x1b[?2004;2$y\x1b[?2026;2$y\x1b[1;4R\x1b[?62;22c"
XTERM = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}


def report_in(columns: int, rows: int, answer: bytes, tmp_path: Path, **env: str) -> str:
    """Run the doctor in a terminal that answers like this, without a server."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    clean = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    folders = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "tui", "doctor", "--json", "--url", "https://127.0.0.1:9", "--user", "x"]
    process = subprocess.Popen(
        command,
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=clean | XTERM | folders | {"CALLBOARD_PASSWORD": "x", "NO_PROXY": "*"} | env,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0) and None,
    )
    os.close(slave)
    asked, until_s = b"", time.monotonic() + PATIENCE_S
    while not asked.endswith(b"\x1b[c") and time.monotonic() < until_s:
        if select.select([master], [], [], 0.1)[0]:
            asked += os.read(master, 1000)
    os.write(master, answer)
    out, _ = process.communicate(timeout=PATIENCE_S)
    os.close(master)
    assert process.returncode == 4
    return out.decode()


def test_a_terminal_that_answers(tmp_path: Path) -> None:
    told = report_in(120, 40, GOOD, tmp_path, TMUX="/tmp/x,1,0", SSH_TTY="/dev/pts/1")

    assert (
        "TERM xterm-256color, 120x40, colours: truecolor, unicode: yes, bracketed paste: yes, whole frames: yes, "
        "bell, notifications by OSC 9, inside tmux, over ssh"
    ) in told
    assert "advice" not in told.partition('"terminal"')[2]


def test_a_terminal_that_answers_nothing(tmp_path: Path) -> None:
    told = report_in(80, 24, b"", tmp_path, NO_COLOR="1")

    assert "unicode: not told, bracketed paste: not told" in told
    assert "left out by NO_COLOR" in told


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (GOOD, TerminalReplies(heard=True, paste=True, synchronized=True, unicode=True)),
        (b"\x1b[?2004;0$y\x1b[1;10R\x1b[?1;2c", TerminalReplies(heard=True, paste=False, unicode=False)),
        (b"\x1b[?6c", TerminalReplies(heard=True)),
        (b"typed ahead\x1b[A", TerminalReplies(heard=False)),
        (b"", TerminalReplies(heard=False)),
    ],
)
def test_answers_of_terminals(said: bytes, meant: TerminalReplies) -> None:
    assert read_answers(said) == meant


@pytest.mark.parametrize(
    ("size", "answers", "env", "wish"),
    [
        ((79, 24), TerminalReplies(heard=True), XTERM, "Make it 80x24"),
        ((80, 24), TerminalReplies(heard=True, unicode=False), XTERM, "LANG=C.UTF-8"),
        ((80, 24), TerminalReplies(heard=True, paste=False), XTERM, "do not paste onto a desk"),
        ((80, 24), TerminalReplies(heard=False), {"TERM": "dumb"}, "Set TERM"),
    ],
)
def test_what_is_missing_is_wished_for(
    size: tuple[int, int], answers: TerminalReplies, env: dict[str, str], wish: str
) -> None:
    found = judge(size, answers, env)

    assert found.verdict is Verdict.WARNING
    assert wish in found.advice
