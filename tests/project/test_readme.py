"""The README tells what the code does: its tables are made from ours. `CALLBOARD_WRITE_README=1` writes them anew."""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel

from tui.config import (
    AttentionSettings,
    DeskSettings,
    PrivacySettings,
    Settings,
    SourceSettings,
    ThresholdSettings,
)
from tui.live.commands import COMMANDS
from tui.screens.agents import AGENTS
from tui.screens.keys import EVENTS, TRANSPORT, WALL, Deed
from tui.screens.supervise_keys import SUPERVISE

README = Path(__file__).parents[2] / "README.md"


def key_rows(deeds: Sequence[Deed]) -> Iterator[str]:
    yield "| keys | what they do |"
    yield "|---|---|"
    for deed in deeds:
        yield f"| `{deed.shown}` | {deed.words} |"


def command_rows() -> Iterator[str]:
    yield "| key | command | operation | of `callboard call` |"
    yield "|---|---|---|---|"
    for command in COMMANDS:
        key = f"`{command.key}`" if command.key else ""
        twice = " (twice)" if command.confirm else ""
        yield f"| {key} | {command.words}{twice} | `{command.operation}` | `{command.id.replace('_', '-')}` |"


def setting_rows(model: type[BaseModel]) -> Iterator[str]:
    yield "| key | default | meaning |"
    yield "|---|---|---|"
    for name, field in model.model_fields.items():
        if name in ("sources", "desk", "attention", "thresholds", "privacy"):
            continue
        default = "needed" if field.is_required() else f"`{field.default!r}`".replace("'", '"')
        yield f"| `{name}` | {default} | {field.description} |"


def generated() -> dict[str, str]:
    events = [deed for deed in EVENTS if deed not in WALL]
    keys = [
        "On the wall:",
        "",
        *key_rows(WALL),
        "",
        "In the inspector, the event log and the help:",
        "",
        *key_rows(events),
        "",
        "In the agents view:",
        "",
        *key_rows(AGENTS),
        "",
        "On the wall and in the agents view, only with `--supervise`:",
        "",
        *key_rows(SUPERVISE),
        "",
        "While a recording is replayed, in place of what else they mean:",
        "",
        *key_rows(TRANSPORT),
    ]
    tables: list[tuple[str, type[BaseModel]]] = [
        ("Each `[[sources]]`:", SourceSettings),
        ("`[desk]`:", DeskSettings),
        ("`[attention]`:", AttentionSettings),
        ("Each `[[thresholds]]`:", ThresholdSettings),
        ("`[privacy]`:", PrivacySettings),
    ]
    settings = [*setting_rows(Settings)]
    for heading, model in tables:
        settings += ["", heading, "", *setting_rows(model)]
    return {"commands": "\n".join(command_rows()), "keys": "\n".join(keys), "settings": "\n".join(settings)}


def filled(text: str) -> str:
    for name, table in generated().items():
        pattern = re.compile(rf"(<!-- {name}: [^\n]*-->\n).*?(<!-- end of {name} -->)", re.DOTALL)
        (found,) = pattern.finditer(text)
        text = f"{text[: found.start()]}{found[1]}\n{table}\n\n{found[2]}{text[found.end() :]}"
    return text


def test_the_tables_of_the_readme_are_those_of_the_code() -> None:
    text = README.read_text("utf-8")
    if os.environ.get("CALLBOARD_WRITE_README"):
        README.write_text(filled(text), "utf-8")
    assert text == filled(text) or os.environ.get("CALLBOARD_WRITE_README")


def test_ci_runs_the_test_command_of_the_readme() -> None:
    (command,) = re.findall(r"^    (python3 -m venv .*pytest)$", README.read_text("utf-8"), re.MULTILINE)

    assert command in (README.parent / ".ci" / "run").read_text("utf-8").splitlines()


def test_every_picture_of_the_readme_is_there() -> None:
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", README.read_text("utf-8"))

    assert pictures
    assert all((README.parent / picture).is_file() for picture in pictures)
