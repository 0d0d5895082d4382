"""A program that prints a secret: bounded, and ended with all that it started."""

import asyncio
import os
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.attention.test_program_hook import STARTS_ANOTHER
from tests.process_facts import runs
from tests.waiting import until
from tui.config import ConfigError
from tui.passwords.programs import secret_from_program


def test_endless_output_is_no_secret() -> None:
    with pytest.raises(ConfigError) as caught:
        secret_from_program(["cat", "/dev/zero"], "password_command of 5001", longest_s=600.0)
    assert "no secret" in str(caught.value)


def test_one_that_closes_its_output_and_goes_on_is_ended() -> None:
    closes = [sys.executable, "-c", "import os, time; print('x', flush=True); os.close(1); time.sleep(600)"]
    with pytest.raises(ConfigError) as caught:
        secret_from_program(closes, "password_command of 5001", longest_s=1.0)
    assert "took longer than 1 s" in str(caught.value)


async def test_what_it_started_ends_with_it(tmp_path: Path) -> None:
    file = tmp_path / "child"
    starts = [sys.executable, "-c", STARTS_ANOTHER, str(file)]
    with pytest.raises(ConfigError):
        await asyncio.to_thread(secret_from_program, starts, "x", 3.0)
    await until(lambda: not runs(int(file.read_text())))


ASKS = """
import os, sys
from tui.passwords.programs import secret_from_program
asks = [sys.executable, "-c", "tty = open('/dev/tty', 'r+b', 0); tty.write(b'PIN? '); print(tty.read(4))"]
print("got", secret_from_program(asks, "x"))
print("ours again", os.tcgetpgrp(0) == os.getpgrp())
"""


async def test_at_a_terminal_it_may_ask_there() -> None:
    """As `pass` does, whose agent asks for a passphrase at the terminal."""
    leader, follower = os.openpty()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", f"import fcntl, termios\nfcntl.ioctl(0, termios.TIOCSCTTY, 0)\n{ASKS}",
        stdin=follower, stdout=follower, stderr=follower, start_new_session=True,
    )  # fmt: skip
    os.close(follower)
    shown = b""
    os.set_blocking(leader, False)

    def look() -> bytes:
        nonlocal shown
        with suppress(OSError):
            shown += os.read(leader, 4096)
        return shown

    try:
        await until(lambda: b"PIN? " in look())
        os.write(leader, b"555\n")
        await until(lambda: b"ours again" in look())
        assert b"got b'555" in shown
        assert b"ours again True" in shown
    finally:
        await process.wait()
        os.close(leader)
