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
