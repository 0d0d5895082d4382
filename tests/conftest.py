"""What all tests share."""

from __future__ import annotations

import gc
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.examples import EXPLORE, examples
from tests.fork_server.starting import Starts
from tui.live.clock import FixedClock
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.patches.unused_imports import skip_unused_imports

# As in a run of callboard.
skip_unused_imports()

# Tests start some hundred programs, and workers read the same pages: without this each would compile everything anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# The same examples in every run: whether a change lands must not be a matter of luck, nor of how busy a machine is.
# `CALLBOARD_EXPLORE=5000` looks for new ones, so many in each test; what it finds becomes an @example.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=examples(100), deadline=None, print_blob=True)
settings.load_profile("explore" if EXPLORE else "same")

MOST_WORKERS = 6
LONG = (
    "interop/test_fault_storm.py",
    "project/test_installed.py",
    "soak/",
    "control/test_schedules.py",
    "many/",
    "fuzz/",
)
"""Places of tests that last longest: first, or they would be all that is left in the end."""
SLOW = (
    "aloud/test_command.py",
    "app/test_in_a_terminal.py",
    "attention/test_watch.py",
    "bench/",
    "browser/",
    "cli/test_completion.py",
    "cli/test_every_command.py",
    "cli/test_help.py",
    "config/test_addresses.py",
    "config/test_config_command.py",
    "config/test_not_encrypted.py",
    "config/test_running_wall.py",
    "control/test_call_command.py",
    "control/test_every_command.py",
    "control/test_exactness.py",
    "control/test_faults.py",
    "control/test_node_server.py",
    "control/test_requests.py",
    "control/test_schedules.py",
    "demo/test_bayeux.py",
    "demo/test_faults.py",
    "demo/test_life.py",
    "demo/test_operations.py",
    "demo/test_random_operations.py",
    "demo/test_server.py",
    "demo/test_supervision.py",
    "floor/test_stream.py",
    "screens/desk/test_answering.py",
    "screens/desk/test_every_key.py",
    "screens/desk/test_flows.py",
    "screens/desk/test_pictures.py",
    "screens/desk/test_prompts.py",
    "screens/desk/test_safety.py",
    "screens/desk/test_sizes.py",
    "doctor/",
    "end_to_end/",
    "fuzz/",
    "gws/large/test_peak_memory.py",
    "health/test_runs.py",
    "hostile/",
    "interop/",
    "live/store/test_back_in_time.py",
    "live/feeds/test_long_polls.py",
    "live/feeds/test_property.py",
    "live/feeds/test_property_sessions.py",
    "live/feeds/test_proved_sessions.py",
    "many/",
    "matrix/",
    "passwords/test_client_certificates.py",
    "passwords/test_login_command.py",
    "passwords/test_silent_keyring.py",
    "printing/test_full_recording.py",
    "printing/test_locales.py",
    "printing/test_stalled_watch.py",
    "privacy/test_canaries.py",
    "project/test_commands.py",
    "project/test_homes.py",
    "project/test_installed.py",
    "project/test_packaging.py",
    "project/test_pipes.py",
    "project/test_recipes.py",
    "project/test_recipes_on_screens.py",
    "project/test_supply_chain.py",
    "recording/test_again.py",
    "recording/test_commands.py",
    "recording/test_files.py",
    "recording/test_odd_files.py",
    "recording/test_pictures.py",
    "recording/test_player.py",
    "recording/test_replay_app.py",
    "recording/test_tape.py",
    "screens/test_conversations.py",
    "screens/test_events.py",
    "screens/test_groups.py",
    "screens/test_inspect.py",
    "screens/test_numbers.py",
    "screens/test_pictures.py",
    "screens/test_slices.py",
    "screens/test_terminal.py",
    "screens/test_tour.py",
    "screens/test_wall.py",
    "screens/test_wall_groups.py",
    "serve/",
    "soak/",
    "storm/",
    "screens/supervise/test_supervision.py",
    "screens/supervise/test_wall.py",
    "terminal/",
    "screens/wall_mode/",
    "webhook/test_on_a_wall.py",
)
"""Places of tests that start programs, browsers, Node.js or many screens, or last seconds: not in the quick part."""


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Run the whole on several workers, and alone what the command names; ``-n`` overrules both.

    Three workers for each core, since half of the time is waiting. Without pytest-xdist all run one after the other.
    """
    is_worker = hasattr(config, "workerinput")
    if is_worker or not config.pluginmanager.hasplugin("xdist") or config.option.usepdb:
        return
    if config.option.numprocesses is None and config.args_source is not pytest.Config.ArgsSource.ARGS:
        config.option.numprocesses = min(MOST_WORKERS, 3 * (os.cpu_count() or 1))
        config.option.dist = "worksteal"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow; other tests may mark themselves. What lasts long comes first.

    What is slow waits for programs, browsers and terminals of others' making: it has a second try, but only two
    tests of a run may need one, and how the first failed is shown. ``--force-reruns 0`` gives nobody one.
    """
    for item in items:
        if _place(item).startswith(SLOW):
            item.add_marker(pytest.mark.slow)
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.flaky(reruns=1))
    items.sort(key=lambda item: not _place(item).startswith(LONG))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show how the first tries of those failed that passed with the second."""
    for report in terminalreporter.stats.get("rerun", []):
        terminalreporter.section(f"first try of {report.nodeid}", yellow=True)
        terminalreporter.write_line(report.longreprtext)


def _place(item: pytest.Item) -> str:
    return item.path.relative_to(Path(__file__).parent).as_posix()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Leave what was imported out of garbage collection: going over it was a fifth of a screen test's CPU time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whoever runs the tests finds neither logs nor audit logs of them among those of real runs."""
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))


@pytest.fixture(scope="session", autouse=True)
def starts() -> Iterator[Starts]:
    """How `python -m tui` is started in all tests."""
    own = Starts()
    with own.installed():
        yield own


@pytest.fixture
def ordinary_starts(starts: Starts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs start as everywhere: for tests of the start itself."""
    monkeypatch.setattr(starts, "wanted", False)


@pytest.fixture(autouse=True)
def same_jitter(request: pytest.FixtureRequest) -> None:
    """Give each test the same delays of retries in every run, other ones than its neighbours; see above for others."""
    random.seed(f"{request.node.nodeid} {time.time_ns() if 'CALLBOARD_EXPLORE' in os.environ else ''}")


@pytest.fixture
def clock() -> FixedClock:
    """A clock that moves when told; it begins at 1,000 s."""
    return FixedClock()


@pytest.fixture
def board(clock: FixedClock) -> Board:
    """A board that stands still, with nothing on it."""
    return Board(clock)


@pytest.fixture
def journal(clock: FixedClock) -> Journal:
    """Its event log."""
    return Journal(clock)


@pytest.fixture
def true_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal with all colours, whatever the tests run in."""
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
