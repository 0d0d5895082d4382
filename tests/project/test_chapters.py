"""The pages beside the code: what they link to is there, and so is each file that they name."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ELSEWHERE = {".venv", "node_modules", ".pytest_cache", ".git"}
PAGES = sorted(
    str(page.relative_to(ROOT)) for page in ROOT.rglob("*.md") if not ELSEWHERE & set(page.relative_to(ROOT).parts)
)
every_page = pytest.mark.parametrize("page", PAGES)


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```|^    .*?$", "", text, flags=re.DOTALL | re.MULTILINE)


@every_page
def test_what_a_page_links_to_is_there(page: str) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", without_code((ROOT / page).read_text("utf-8")))

    missing = [
        link for link in links if "://" not in link and not (ROOT / page).parent.joinpath(link).resolve().exists()
    ]

    assert missing == []


@every_page
def test_the_files_that_a_page_names_are_there(page: str) -> None:
    text = without_code((ROOT / page).read_text("utf-8"))
    named = set(re.findall(r"`((?:\.\./)?(?:\w+/)+(?:[\w-]+\.(?:py|mjs|svg|toml))?)`", text))
    rooms = ((ROOT / page).parent, ROOT, ROOT / "tui")

    assert [name for name in sorted(named) if not any((room / name).exists() for room in rooms)] == []


@every_page
def test_a_page_takes_nobody_for_a_man(page: str) -> None:
    assert re.findall(r"(?i)\b(?:he|his|him|himself)\b", (ROOT / page).read_text("utf-8")) == []


def test_each_promise_of_security_names_the_tests_that_hold_it() -> None:
    text = (ROOT / "tui" / "SECURITY.md").read_text("utf-8")
    promises = text.partition("## What is promised")[2].partition("##")[0]
    rows = [row for row in promises.splitlines() if row.startswith("| ")][1:]

    assert len(rows) > 10
    assert [row for row in rows if not re.search(r"`tests/\w+/test_\w+\.py` ?(,|\|$)", row)] == []


@pytest.mark.parametrize("heading", ["## Whom it trusts", "### How much it takes"])
def test_each_line_of_trust_names_a_test_that_holds_it(heading: str) -> None:
    text = (ROOT / "tui" / "README.md").read_text("utf-8")
    rows = [row for row in text.partition(heading)[2].partition("##")[0].splitlines() if row.startswith("| ")][1:]

    assert len(rows) >= 8
    for row in rows:
        assert re.search(r"`(tests/\w+/)?test_\w+(\.py)?`", row.rstrip("| ").rpartition("| ")[2]), row


@every_page
def test_the_tests_that_a_page_names_are_there(page: str) -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / page).read_text("utf-8")))
    if named:
        files = [
            file.read_text("utf-8") for file in (ROOT / "tests").rglob("test_*.py") if "node_modules" not in file.parts
        ]
        assert {name for name in named if not any(f"def {name}(" in text for text in files)} == set()
