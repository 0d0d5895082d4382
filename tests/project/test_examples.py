"""The examples of all pages: commands that there are, and configurations with which nothing is wrong."""

from __future__ import annotations

import re
import shlex
import textwrap
import tomllib
from pathlib import Path

import pytest

from tui.cli import build_parser
from tui.config.reading import faults_in, read_file

ROOT = Path(__file__).parents[2]
ELSEWHERE = {".venv", "node_modules", ".pytest_cache", ".git"}
PAGES = [page for page in sorted(ROOT.rglob("*.md")) if not ELSEWHERE & set(page.relative_to(ROOT).parts)]
COMMAND = re.compile(r'^(?:\S+=\S+ )*(?:\S*bin/|.*&& \S*bin/)?(callboard [^"\n]*?)(?:" .*| +#.*)?$', re.MULTILINE)
SOURCE = 'url = "https://gws.example.com"\nuser = "agent.one"\n'


def examples(page: Path) -> list[str]:
    """The indented blocks, without the room before them."""
    blocks = re.findall(r"(?:^    .*\n|^\n(?=    ))+", page.read_text("utf-8"), re.MULTILINE)
    return [textwrap.dedent(block).strip("\n") for block in blocks]


def as_toml(example: str) -> bool:
    try:
        return bool(tomllib.loads(example))
    except tomllib.TOMLDecodeError:
        return False


EXAMPLES = [(str(page.relative_to(ROOT)), example) for page in PAGES for example in examples(page)]
COMMANDS = [(page, words) for page, example in EXAMPLES for words in COMMAND.findall(example)]
CONFIGURATIONS = [(page, example) for page, example in EXAMPLES if as_toml(example)]


def test_there_are_examples_of_both() -> None:
    assert len(COMMANDS) > 10
    assert len(CONFIGURATIONS) > 2


@pytest.mark.parametrize(("page", "words"), COMMANDS)
def test_every_command_of_a_page_is_one(page: str, words: str) -> None:
    given = shlex.split(words)[1:]

    assert build_parser().parse_args(given).command == given[0], page


@pytest.mark.parametrize(("page", "example"), CONFIGURATIONS)
def test_nothing_is_wrong_with_a_configuration_of_a_page(page: str, example: str, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(example if "[[sources]]" in example else f"{example}\n[[sources]]\n{SOURCE}", "utf-8")

    assert faults_in(read_file(file), {}) == (), page
