"""Completion in the real shells: what they offer after Tab."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.waiting import PATIENCE_S
from tui.cli import build_parser, leaves
from tui.cli.completion import SHELLS

COMMANDS = {words.split()[0] for words, _ in leaves(build_parser())}


def script(shell: str) -> str:
    command = [sys.executable, "-m", "tui", "completion", shell]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE_S).stdout


def offered_by_bash(*words: str) -> set[str]:
    """What bash offers for the last of these words."""
    line = " ".join(words)
    program = f"""
{script("bash")}
COMP_WORDS=({" ".join(f"'{word}'" for word in words)})
COMP_CWORD={len(words) - 1}
COMP_LINE='{line}'
COMP_POINT={len(line)}
spec=$(complete -p callboard)
function=${{spec#*-F }}
"${{function%% *}}" callboard '{words[-1]}' '{words[-2]}'
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    return set(_run("bash", "--norc", "-c", program).split())


def test_bash_offers_commands() -> None:
    assert offered_by_bash("callboard", "") >= COMMANDS
    assert offered_by_bash("callboard", "wa") == {"wall", "watch"}


def test_bash_offers_options_and_their_choices() -> None:
    assert {"--url", "--supervise", "--kiosk", "--density"} <= offered_by_bash("callboard", "wall", "--")
    assert offered_by_bash("callboard", "wall", "--density", "") == {"auto", "big", "card", "row"}
    assert offered_by_bash("callboard", "completion", "") >= set(SHELLS)


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_shells_that_describe_commands_have_the_words_of_the_list_of_commands(shell: str) -> None:
    assert "tell who publishes there, and how much" in script(shell)
    assert "Reads a floor as a wall does" not in script(shell)


def test_bash_offers_the_operations_of_call() -> None:
    assert offered_by_bash("callboard", "call", "ho") == {"hold"}
    assert {"list", "answer", "end-session"} <= offered_by_bash("callboard", "call", "")


def test_bash_offers_files_where_a_file_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "floor.toml").touch()
    repository = Path(__file__).parents[2]
    monkeypatch.setenv("PYTHONPATH", str(repository))
    monkeypatch.chdir(tmp_path)

    assert offered_by_bash("callboard", "wall", "--config", "fl") == {"floor.toml"}


def test_fish_offers_commands() -> None:
    _needs("fish")
    told = _run("fish", "--no-config", "-c", f"{script('fish')}\ncomplete --do-complete 'callboard wa'")

    assert {line.split("\t")[0] for line in told.splitlines()} == {"wall", "watch"}


def test_zsh_reads_its_script(tmp_path: Path) -> None:
    _needs("zsh")
    (tmp_path / "_callboard").write_text(script("zsh"))
    load = f"fpath=({tmp_path} $fpath); autoload -U compinit; compinit -D; autoload +X _callboard"
    program = f"{load}; print -- $_comps[callboard]"

    assert _run("zsh", "-f", "-c", program).split() == ["_callboard"]


def test_a_shell_that_is_none_is_a_wrong_usage() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui", "completion", "ed"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert "bash" in done.stderr


def _needs(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE_S)
    assert done.stderr == ""
    return done.stdout
