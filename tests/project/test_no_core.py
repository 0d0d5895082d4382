"""A run that crashes leaves no core file, in which its passwords would stand."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.passwords.commands import ROOT, environment
from tests.waiting import PATIENCE_S

TELL = "import resource, sys; print(resource.getrlimit(resource.RLIMIT_CORE), file=open(sys.argv[1], 'w'))"
AS_MUCH_AS_ALLOWED = 'ulimit -S -c "$(ulimit -H -c)" && exec "$@"'


@pytest.mark.skipif(resource.getrlimit(resource.RLIMIT_CORE)[1] == 0, reason="nothing here may leave a core")
def test_neither_a_run_nor_the_programs_that_it_starts_may_leave_a_core(tmp_path: Path) -> None:
    noted, config = tmp_path / "limit", tmp_path / "config.toml"
    words = [sys.executable, "-c", TELL, str(noted)]
    config.write_text(f'[[sources]]\nurl = "http://127.0.0.1:9"\nuser = "a"\npassword_command = {words}\n')
    command = ["sh", "-c", AS_MUCH_AS_ALLOWED, "sh", sys.executable, "-m", "tui", "watch", "--once"]
    env = environment(tmp_path, CALLBOARD_CONFIG=str(config), PYTHONPATH=str(ROOT))
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=PATIENCE_S, check=False)

    assert "password_command of a: " in done.stderr
    assert noted.read_text() == "(0, 0)\n"
