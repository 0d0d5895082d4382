"""What is told to systemd, by which variables, and that nothing of it reaches other programs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.health.service_manager import listening
from tui.machine.sd_notify import Notifier, take_notifier
from tui.programs import UserProgram

PID = 77


@pytest.mark.parametrize("abstract", [False, True])
def test_it_is_heard_on_a_path_and_on_an_abstract_name(tmp_path: Path, abstract: bool) -> None:
    with listening(tmp_path, abstract=abstract) as systemd:
        notifier = take_notifier(systemd.variables(watchdog_s=30), PID)
        notifier.send(READY=1, STATUS="2 of 2\nREADY=0  live")

        assert systemd.take() == ["READY=1", "STATUS=2 of 2 READY=0 live"]
        assert notifier.is_heard


@pytest.mark.parametrize(
    ("said", "watchdog_s"),
    [
        ({"WATCHDOG_USEC": "30000000"}, 30.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(PID)}, 30.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "-5"}, None),
        ({}, None),
    ],
)
def test_the_watchdog_is_for_this_process(tmp_path: Path, said: dict[str, str], watchdog_s: float | None) -> None:
    environment = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "HOME": "/", **said}

    assert take_notifier(environment, PID).watchdog_s == watchdog_s
    assert environment == {"HOME": "/"}, "what systemd says is for this process alone"


@pytest.mark.parametrize("address", ["", "relative", "@", "/", "/nonexistent/notify", "/" + "x" * 300])
def test_who_cannot_be_told_is_no_reason_to_end(address: str) -> None:
    take_notifier({"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "1000000"}, PID).send(READY=1)
    Notifier().send(READY=1)


def test_a_socket_that_nobody_empties_is_not_waited_for(tmp_path: Path) -> None:
    with listening(tmp_path) as systemd:
        notifier = take_notifier(systemd.variables(), PID)
        for _ in range(5_000):
            notifier.send(WATCHDOG=1)

        assert set(systemd.take()) == {"WATCHDOG=1"}


def test_a_program_of_the_users_cannot_speak_for_us(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"):
        monkeypatch.setenv(name, "canary")
    words = [sys.executable, "-c", "import os; print(sorted(os.environ.values()))"]

    assert b"canary" not in UserProgram(words, limit_s=60, most_output=100_000).run().output
