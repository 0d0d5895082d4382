"""What is installed, and what an import drags in."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tui.cli import build_parser

ROOT = Path(__file__).parents[2]


def modules_after(statement: str) -> set[str]:
    program = f"import sys\n{statement}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


def test_the_version_needs_neither_the_parser_nor_a_library() -> None:
    heavy = {"argparse", "tui.cli", "textual", "rich", "httpx", "pydantic", "aiohttp", "aiocometd"}
    said = "sys.argv[1:] = ['--version']; import tui.__main__; assert tui.__main__.main() == 0"

    assert not heavy & modules_after(said)


def test_the_version_is_told_as_the_parser_tells_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        build_parser().parse_args(["--version"])
    done = subprocess.run([sys.executable, "-m", "tui", "--version"], capture_output=True, text=True, cwd=ROOT)

    assert (done.returncode, done.stdout, done.stderr) == (ended.value.code, *capsys.readouterr())


def test_the_parser_comes_without_a_library() -> None:
    heavy = {"textual", "rich", "httpx", "pydantic", "aiohttp", "aiocometd"}

    assert not heavy & modules_after("import tui.cli")


@pytest.mark.parametrize(
    "module",
    [
        "tui.gws.line",
        "tui.live.feeds.feeds",
        "tui.watch.headless",
        "tui.config",
        "tui.demo.server",
        "tui.serve.server",
        "tui.runs.replayed",
    ],
)
def test_what_runs_without_a_screen_imports_no_textual(module: str) -> None:
    assert not {"textual", "widgets"} & modules_after(f"import {module}")


def test_a_keyring_is_looked_for_only_when_it_is_needed() -> None:
    assert not {"keyring", "truststore"} & modules_after("import tui.runs.connected, tui.app, tui.runs.login")


def test_the_network_is_imported_only_after_the_first_screen() -> None:
    screens = "import tui.runs.connected, tui.app, tui.screens.wall.wall_screen, tui.wall_options"

    assert not {"httpx", "aiohttp", "aiocometd", "tui.screens.desk.desk_screen"} & modules_after(screens)


def test_what_a_run_is_made_of_is_imported_only_once_the_start_is_on_screen() -> None:
    late = {
        "tui.wiring",
        "tui.stage",
        "tui.live.store.board",
        "tui.live.commands.commands",
        "tui.source.models",
        "tui.screens.wall.wall_screen",
    }

    assert not late & modules_after("import tui.runs.connected, tui.app")


def test_what_libraries_bring_along_and_nobody_uses_is_not_imported() -> None:
    modules = modules_after(
        "from tui.patches.unused_imports import skip_unused_imports as skip\nskip()\n"
        "import tui.config, tui.gws.connection"
    )

    assert not {"importlib.metadata", "zipfile", "click", "pygments"} & modules
    assert {"pydantic.main", "httpx"} <= modules


def test_what_records_is_imported_only_where_something_is_recorded() -> None:
    modules = modules_after("import tui.runs.connected, tui.runs.simulated, tui.app, tui.screens.wall.wall_screen")

    assert "tui.recording.recorder" not in modules


def test_the_engine_does_without_the_http_library_that_comes_with_it() -> None:
    assert "aiohttp" not in modules_after("import tui.gws.connection")
    assert "aiohttp.client" in modules_after("import tui.gws.connection, aiohttp; aiohttp.ClientSession.get")


def test_widgets_know_nothing_of_http() -> None:
    files = sorted((ROOT / "widgets").rglob("*.py"))
    modules = [".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in files]

    assert not {"httpx", "aiohttp", "aiocometd"} & modules_after("import " + ", ".join(modules))


def test_no_lock_file_names_a_registry() -> None:
    for lock in ROOT.glob("tests/**/package-lock.json"):
        if "node_modules" not in lock.parts:
            assert '"resolved"' not in lock.read_text("utf-8")


def test_every_dependency_is_bounded() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert all("==" in line or "<" in line for line in project["dependencies"])
