"""Standard descriptors that were closed are something else than the next file that is opened."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.pseudo_terminal import ROOT

PROGRAM = """
import os, sys
from tui.printing.streams import open_closed_streams
open_closed_streams()
opened = os.open("/dev/zero", os.O_RDONLY)
assert opened > 2, opened
assert sys.stdin is not None and sys.__stdin__ is not None
assert sys.stdout is not None and sys.__stdout__ is not None
assert sys.stderr is not None and sys.__stderr__ is not None
sys.stderr.write("words\\n")
os._exit(7)
"""


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_what_is_opened_next_is_none_of_them(closed: str) -> None:
    command = f'exec "$0" -c "$1" {closed}'
    done = subprocess.run(["sh", "-c", command, sys.executable, PROGRAM], capture_output=True, text=True, cwd=ROOT)

    assert done.returncode == 7, done.stderr
    assert done.stderr == ("" if "2>&-" in closed else "words\n")


def test_to_print_where_standard_output_was_closed_fails() -> None:
    program = """
import os, sys
from tui.printing.streams import open_closed_streams
open_closed_streams()
try:
    print("lost", flush=True)
except OSError:
    os._exit(7)
os._exit(0)
"""
    done = subprocess.run(["sh", "-c", 'exec "$0" -c "$1" >&-', sys.executable, program], cwd=ROOT, check=False)

    assert done.returncode == 7
