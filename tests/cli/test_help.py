"""`--help` is a manual: every command says what it does, how it ends, and how it is used, and the examples are ones."""

from __future__ import annotations

import argparse
import shlex

import pytest

from tui.cli import SCREENS, build_parser, leaves
from tui.cli.page import ENVIRONMENT
from tui.cli.pages import PAGES, WHOLE

COMMANDS = dict(leaves(build_parser()))
EXAMPLES = [line for page in (WHOLE, *PAGES.values()) for line in page.examples]


def words_of(line: str) -> list[str]:
    """The words of ours in a command line: not what the shell makes of our output."""
    inner = line.partition("$(")[2].rpartition(")")[0] or line
    inner = inner.removeprefix("CALLBOARD_SERVE_TOKEN=... ")
    return shlex.split(inner.partition(" |")[0].partition(" >")[0].partition(" <")[0])


def test_every_command_has_a_page() -> None:
    assert set(COMMANDS) == set(PAGES)


@pytest.mark.parametrize("words", COMMANDS)
def test_a_page_tells_everything(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        build_parser().parse_args([*words.split(), "--help"])
    shown, page = capsys.readouterr().out, PAGES[words]

    assert end.value.code == 0
    parts = [shown.index(part) for part in ("usage: callboard", "options:", "examples:", "exit codes:")]
    assert parts == sorted(parts)
    assert " ".join(page.description.split()) in " ".join(shown.split())
    assert all(f"$ {line}" in shown for line in page.examples)
    assert 2 in page.codes
    assert 0 in page.codes
    assert set(page.environment) <= set(ENVIRONMENT)


@pytest.mark.parametrize("command", SCREENS)
@pytest.mark.parametrize("words", [["--help"], ["--nonsense"], ["--agents"], ["more"], ["--version"]])
def test_a_screen_s_own_parser_says_what_the_whole_one_says(
    command: str, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for parser in (build_parser(command), build_parser()):
        with pytest.raises(SystemExit) as end:
            parser.parse_args([command, *words])
        said.append((end.value.code, *capsys.readouterr()))

    assert said[0] == said[1]


def test_every_command_is_in_the_whole_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        build_parser().parse_args(["--help"])
    shown = capsys.readouterr().out

    assert all(f"\n    {words.split()[0]}" in shown for words in COMMANDS)
    assert all(code in shown for code in map(str, WHOLE.codes))


@pytest.mark.parametrize("line", EXAMPLES)
def test_every_example_is_a_command_line(line: str) -> None:
    program, *words = words_of(line)

    assert program == "callboard"
    assert isinstance(build_parser().parse_args(words), argparse.Namespace)


def test_every_option_has_words() -> None:
    silent = {
        f"{words} {action.dest}"
        for words, command in COMMANDS.items()
        for action in command._actions
        if not action.help
    }

    assert silent == set()
