"""Citations resolve: `API.md 5.1`, `DECISIONS.md 2, trap 10`, the names of pages in code, and links to headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REFERENCES = {"API.md": ROOT / "tui" / "gws" / "API.md", "DECISIONS.md": ROOT / "tui" / "DECISIONS.md"}
ELSEWHERE = {".venv", "node_modules", "__pycache__"}
KINDS = {".py", ".mjs", ".md", ".tcss", ".js"}

FENCED = re.compile(r"^```.*?^```|^    .*?$", re.DOTALL | re.MULTILINE)
SECTION = r"\d+(?:\.\d+)?"
CITATION = re.compile(
    rf"\b(API\.md|DECISIONS\.md)`? ({SECTION}(?:(?:, | and | to ){SECTION})*)((?:, (?:row|quirk|trap) \d+)?)"
)
"""Such as `API.md 5.4, 6.1 and 6.2` or `API.md 9, quirk 7`."""
BROKEN_LINE = re.compile(r"\s*\n\s*(?:#|\*|//|\|)?\s*")
PAGE = re.compile(r'(?<![\w/.*<"-])((?:[\w.]+/)*[\w-]+\.md)\b')


def headings(page: Path) -> list[str]:
    return re.findall(r"^#+ (.+)$", FENCED.sub("", page.read_text("utf-8")), re.MULTILINE)


def sections(page: Path) -> dict[str, str]:
    """What stands below each numbered heading, up to the next one of its rank."""
    text = page.read_text("utf-8")
    found = list(re.finditer(rf"^(#+) ({SECTION})\.? ", text, re.MULTILINE))
    ends = [
        next((after.start() for after in found[at + 1 :] if len(after[1]) <= len(one[1])), len(text))
        for at, one in enumerate(found)
    ]
    return {one[2]: text[one.end() : end] for one, end in zip(found, ends, strict=True)}


def anchor(heading: str) -> str:
    """The anchor that forges make of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def sources() -> Iterator[Path]:
    for room in ("tui", "widgets", "tests"):
        for file in sorted((ROOT / room).rglob("*")):
            if file.suffix in KINDS and not ELSEWHERE & set(file.relative_to(ROOT).parts):
                yield file
    yield from sorted(ROOT.glob("*.md"))


FILES = [file for file in sources() if file != Path(__file__)]


def test_every_section_that_is_cited_is_there() -> None:
    known = {name: sections(page) for name, page in REFERENCES.items()}
    cited: dict[str, set[str]] = {}
    missing = []
    for file in FILES:
        for name, numbers, place in CITATION.findall(BROKEN_LINE.sub(" ", file.read_text("utf-8"))):
            wanted = re.findall(SECTION, numbers)
            cited.setdefault(name, set()).update(wanted)
            missing += [(file.name, name, one) for one in wanted if one not in known[name]]
            row = re.search(r"\d+", place)
            if row and not re.search(rf"^\| {row[0]} \|", known[name].get(wanted[-1], ""), re.MULTILINE):
                missing.append((file.name, name, place))

    assert missing == []
    assert {name for name, numbers in cited.items() if len(numbers) > 1} == REFERENCES.keys()


def test_the_sections_that_the_reference_names_of_itself_are_there() -> None:
    text = BROKEN_LINE.sub(" ", REFERENCES["API.md"].read_text("utf-8"))
    named = re.findall(rf"\bsections? ({SECTION})", text) + re.findall(r"\((?:see )?(\d\.\d+)\)", text)

    assert len(named) > 15
    assert [one for one in named if one not in sections(REFERENCES["API.md"])] == []


def test_every_page_that_is_named_is_there() -> None:
    missing = []
    for file in FILES:
        for name in PAGE.findall(file.read_text("utf-8")):
            if name not in REFERENCES and not any(
                (room / name).is_file() for room in (file.parent, ROOT, ROOT / "tui")
            ):
                missing.append((str(file.relative_to(ROOT)), name))

    assert missing == []


@pytest.mark.parametrize(
    "page", [file for file in FILES if file.suffix == ".md"], ids=lambda page: str(page.relative_to(ROOT))
)
def test_what_a_page_links_to_has_the_heading(page: Path) -> None:
    missing = []
    for place, wanted in re.findall(r"\]\(([^)#\s]*)#([^)]+)\)", FENCED.sub("", page.read_text("utf-8"))):
        if "://" not in place and wanted not in map(anchor, headings(page.parent / place if place else page)):
            missing.append(f"{place}#{wanted}")

    assert missing == []


def test_the_contents_of_the_decisions_are_all_of_them() -> None:
    text = REFERENCES["DECISIONS.md"].read_text("utf-8")
    contents, _, decisions = text.partition("\n## ")

    assert re.findall(rf"^(?:- |\*\*)\[({SECTION})\.?[] ]", contents, re.MULTILINE) == re.findall(
        rf"^##+ ({SECTION})\.? ", f"\n## {decisions}", re.MULTILINE
    )


def test_every_decision_has_a_date() -> None:
    decisions = {number: text for number, text in sections(REFERENCES["DECISIONS.md"]).items() if "." in number}

    assert len(decisions) > 40
    assert [number for number, text in decisions.items() if not re.match(r".*\n20\d\d-\d\d-\d\d[.,]", text)] == []
