"""The tables of the chapters are made from those of the code. `CALLBOARD_WRITE_TABLES=1` writes them anew."""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tui.config import (
    AttentionSettings,
    DeskSettings,
    FloorSettings,
    PrivacySettings,
    PublishPrivacySettings,
    PublishSettings,
    Settings,
    SourceSettings,
    ThresholdSettings,
    WebhookSettings,
)
from tui.config.toml import toml_of
from tui.live.commands.commands import COMMANDS
from tui.screens.desk.desk_keys import KeyTable
from tui.screens.keys import EVENTS, TRANSPORT, WALL, Deed
from tui.screens.overlays.agents import AGENTS
from tui.screens.supervise.supervise_keys import SET_STATES, SUPERVISE

TUI = Path(__file__).parents[2] / "tui"
CHAPTERS = {
    "keys": TUI / "screens" / "KEYS.md",
    "commands": TUI / "live" / "commands" / "COMMANDS.md",
    "settings": TUI / "config" / "README.md",
}


def key_rows(deeds: Sequence[Deed]) -> Iterator[str]:
    yield "| keys | what they do |"
    yield "|---|---|"
    for deed in deeds:
        yield f"| `{deed.shown}` | {deed.words} |"


def command_rows() -> Iterator[str]:
    keys = KeyTable({})
    yield "| key | command | operation | of `callboard call` |"
    yield "|---|---|---|---|"
    for command in COMMANDS:
        key = f"`{shown}`" if (shown := keys.shown(command)) else ""
        twice = " (twice)" if command.confirm else ""
        yield f"| {key} | {command.words}{twice} | `{command.operation}` | `{command.id.replace('_', '-')}` |"


def setting_rows(model: type[BaseModel]) -> Iterator[str]:
    yield "| key | default | meaning |"
    yield "|---|---|---|"
    for name, field in model.model_fields.items():
        if name in ("sources", "thresholds") or isinstance(field.default, BaseModel):
            continue
        yield f"| `{name}` | {default_of(field)} | {field.description} |"


def default_of(field: FieldInfo) -> str:
    """As a file says it, which has no word for nothing."""
    if field.is_required():
        return "needed"
    return "" if field.default is None else f"`{toml_of(field.default)}`"


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
        "In the agents view alone, only with `--supervise`:",
        "",
        *key_rows(SET_STATES),
        "",
        "On the desk, where the key of a command acts if the server allows that command now:",
        "",
        *key_rows(KeyTable({}).deeds()),
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
        ("`[webhook]`:", WebhookSettings),
        ("`[privacy]`:", PrivacySettings),
        ("`[floor]`:", FloorSettings),
        ("`[publish]`:", PublishSettings),
        ("`[publish.privacy]`:", PublishPrivacySettings),
    ]
    settings = [*setting_rows(Settings)]
    for heading, model in tables:
        settings += ["", heading, "", *setting_rows(model)]
    return {"commands": "\n".join(command_rows()), "keys": "\n".join(keys), "settings": "\n".join(settings)}


def filled(name: str, text: str) -> str:
    pattern = re.compile(rf"(<!-- {name}: [^\n]*-->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    (found,) = pattern.finditer(text)
    return f"{text[: found.start()]}{found[1]}\n{generated()[name]}\n\n{found[2]}{text[found.end() :]}"


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_table_of_a_chapter_is_that_of_the_code(name: str) -> None:
    chapter = CHAPTERS[name]
    text = chapter.read_text("utf-8")
    if os.environ.get("CALLBOARD_WRITE_TABLES"):
        chapter.write_text(filled(name, text), "utf-8")

    assert text == filled(name, text) or os.environ.get("CALLBOARD_WRITE_TABLES")
