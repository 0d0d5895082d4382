"""A command line that cannot be understood is answered with what was probably meant, or with what there is."""

from __future__ import annotations

import pytest

from tui.cli import build_parser, main


def told(line: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What is said of a command line that is none."""
    words = line.split()
    with pytest.raises(SystemExit) as end:
        build_parser(words[0] if words else "").parse_args(words)
    shown = capsys.readouterr()

    assert (end.value.code, shown.out) == (2, "")
    return shown.err


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (
            "audit check",
            "callboard audit: error: there is no command 'check': do you mean verify? (path, show, verify)",
        ),
        ("config check", "callboard config: error: there is no command 'check': do you mean validate? (path, show, "),
        ("config verify", "do you mean validate?"),
        ("log tail", "do you mean show?"),
        ("floor create", "do you mean init?"),
        ("floor stat", "do you mean status?"),
        ("wal", "callboard: error: there is no command 'wal': do you mean wall? (wall, desk, "),
        ("nothing-like-it", "callboard: error: there is no command 'nothing-like-it' (wall, desk, "),
        ("watch --format txt", "callboard watch: error: argument --format: there is no 'txt': do you mean text? (json"),
    ],
)
def test_a_word_that_is_none(line: str, answer: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer in told(line, capsys)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("", "callboard: error: COMMAND is missing: one of wall, desk, demo, "),
        ("log", "callboard log: error: WHAT is missing: one of path, show\n"),
        ("audit", "WHAT is missing: one of path, show, verify\n"),
        ("config", "DOING is missing: one of path, show, validate, init\n"),
        ("serve", "SCREEN is missing: one of "),
        ("completion", "shell is missing: one of bash, zsh, fish\n"),
        ("call", "COMMAND is missing: list, an operation that --help names, or an agent state"),
        ("replay", "FILE is missing: "),
    ],
)
def test_a_word_that_is_missing(line: str, answer: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer in told(line, capsys)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("wall --denstiy row", "callboard wall: error: there is no option --denstiy: do you mean --density?\n"),
        ("config show --jsno", "callboard config show: error: there is no option --jsno: do you mean --json?\n"),
        ("watch --xyz=canary", "callboard watch: error: there is no option --xyz\n"),
        ("wall --password canary", "no option --password: no secret stands in arguments, callboard login stores it\n"),
        ("wall -z canary --denstiy=canary", "there is no option -z, --denstiy\n"),
        ("wall more words", "callboard wall: error: nothing can follow here: 'more', 'words'\n"),
        ("--versoin log path", "there is no option --versoin: do you mean --version?\n"),
    ],
)
def test_an_option_that_is_none_is_told_without_its_value(
    line: str, answer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = told(line, capsys)

    assert answer in shown
    assert "canary" not in shown


def test_a_filter_of_agents_that_is_none_is_refused_before_anything_is_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["watch", "--url", "http://127.0.0.1:1", "--user", "x", "--agents", "state:redy"]

    assert main(words) == 2
    assert "--agents state:redy: character 7: no state “redy”: do you mean ready?" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["simulate", "demo", "floor demo"])
def test_a_centre_without_agents_is_none(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "argument --agents: must be at least 1" in told(f"{command} --agents 0", capsys)


@pytest.mark.parametrize("command", ["simulate", "serve wall"])
@pytest.mark.parametrize("port", ["65536", "-1"])
def test_a_port_that_is_none(command: str, port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "argument --port: is a number up to 65535" in told(f"{command} --port {port}", capsys)
