"""The README is one page, its commands are those that continuous integration runs, and its pictures are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
MOST_LINES = 110

SET_UP = "python3 -m venv .venv && .venv/bin/pip install -e "


def test_the_readme_is_one_page() -> None:
    assert len(README.splitlines()) <= MOST_LINES


def test_its_first_two_commands_are_the_demo_and_the_tests_that_ci_runs() -> None:
    demo, tests = re.findall(rf"^    ({re.escape(SET_UP)}.*)$", README, re.MULTILINE)

    assert demo == f"{SET_UP}. && .venv/bin/callboard demo"
    assert tests in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


def test_the_readme_says_whose_calls_a_wall_shows() -> None:
    assert "the calls of the logins that it is given" in README
    assert "all calls" not in README


def test_every_picture_of_the_readme_is_there() -> None:
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", README)

    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)
