"""Each key that there is: option, environment, profile, file and default, in this order; and the file that has all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tui.config import load, read
from tui.config.environment import name_of, places
from tui.config.layers import Kind
from tui.config.settings import Settings
from tui.config.shown import shown
from tui.config.strict import Place
from tui.config.template import template
from tui.config.toml import toml_of

SOURCE = {"url": "https://gws.example.com", "user": "agent.one", "name": "5001"}
# Two values for each key that are not its default, as they would be written in the file.
OTHERS: dict[Place, tuple[object, object]] = {
    ("title",): ("Billing", "Support [2]"),
    ("density",): ("row", "big"),
    ("order",): ("state", "agent"),
    ("group",): ("team", "state"),
    ("theme",): ("light", "light"),
    ("dim",): (["22:00-06:00"], ["12:00-13:00"]),
    ("time_zone",): ("Asia/Tokyo", "Europe/Berlin"),
    ("country",): ("DE", "US"),
    ("unlock_key",): ("f9", "f10"),
    ("log_level",): ("info", "debug"),
    ("desk", "channels"): (["chat"], ["voice", "chat"]),
    ("desk", "day"): ("run", "off"),
    ("desk", "copy_number"): ("always", "never"),
    ("desk", "keys"): ({"hold": "k", "retrieve": "k"}, {"reject": ""}),
    ("desk", "data_links"): (
        {"Case*": "https://crm.example.com/cases/{value}"},
        {"Case": "http://crm.example.org/?c={value}"},
    ),
    ("desk", "ring_url"): ("https://crm.example.com/{number}", "https://crm.example.org/"),
    ("attention", "quiet"): (["22:00-06:00"], ["12:00-13:00"]),
    ("attention", "stale_warn_s"): (10.0, 20.0),
    ("webhook", "url"): ("https://hooks.example.com/a?b=c", "http://localhost:9000"),
    ("privacy", "numbers"): ("hide", "show"),
    ("privacy", "names"): ("hide", "show"),
    ("privacy", "data"): ("show", "last4"),
    ("privacy", "keys"): ({"Queue*": "show"}, {"Skill": "last4"}),
    ("floor", "url"): (["tls://one.example.com"], ["tls://two.example.com", "tls://[2001:db8::1]:4222"]),
    ("publish", "beat_s"): (1.0, 4.0),
    ("publish", "privacy", "numbers"): ("hide", "show"),
    ("publish", "privacy", "names"): ("hide", "last4"),
    ("publish", "privacy", "data"): ("show", "last4"),
    ("publish", "privacy", "keys"): ({"Queue*": "show"}, {"Skill": "last4"}),
}
NEEDS: dict[Place, dict[str, str]] = {("floor", "client_key"): {"CALLBOARD_FLOOR_CLIENT_CERT": "/ours.pem"}}
"""What has to be said beside a key."""
PLACES = [place for place, _ in places()]


def two_values(place: Place) -> tuple[object, object]:
    default = dict(places())[place].default
    if place in OTHERS:
        return OTHERS[place]
    if isinstance(default, bool):
        return not default, not default
    if isinstance(default, float):
        return default + 1.25, default + 2.5
    if isinstance(default, int):
        return default + 1, default + 2
    return (["one"], ["two", "more"]) if isinstance(default, tuple) else ("one", "two")


def toml(place: Place, value: object) -> str:
    head = f"[{'.'.join(map(str, place[:-1]))}]\n" if len(place) > 1 else ""
    return f"{head}{place[-1]} = {toml_of(value)}\n"


def value_of(settings: Settings, place: Place) -> object:
    found: object = settings
    for part in place:
        found = getattr(found, str(part))
    return settings_form(found)


def settings_form(value: object) -> object:
    if isinstance(value, Path):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def word(value: object) -> str:
    return value if isinstance(value, str) else toml_of(value)


@pytest.mark.parametrize("place", PLACES, ids=name_of)
def test_environment_beats_profile_beats_file_beats_default(place: Place, tmp_path: Path) -> None:
    low, high = two_values(place)
    file = tmp_path / "config.toml"
    table = ".".join(["profiles.night", *map(str, place[:-1])])
    file.write_text(f"{toml(place, low)}[{table}]\n{place[-1]} = {toml_of(high)}\n", "utf-8")
    flags = {"config": str(file), "url": SOURCE["url"], "user": SOURCE["user"]}

    def origin(profile: str | None, environment: dict[str, str]) -> tuple[object, Kind]:
        reading = read({**flags, "profile": profile}, {**NEEDS.get(place, {}), **environment})
        (row,) = (row for row in shown(reading) if row.key == ".".join(map(str, place)))
        return value_of(reading.settings, place), row.origin.kind

    if isinstance(low, dict):
        # A table of one's own is added to, key by key.
        assert isinstance(high, dict)
        high = {**low, **high}
    default = value_of(load({"url": SOURCE["url"], "user": SOURCE["user"], "config": "/dev/null"}, {}), place)
    assert default != low
    assert origin(None, {}) == (low, "file")
    assert origin("night", {}) == (high, "file")
    assert origin(None, {"CALLBOARD_PROFILE": "night"}) == (high, "file")
    by_variable = {name_of(place): word(two_values(place)[1])}
    assert origin(None, by_variable) == (high, "environment")
    assert origin(None, {name_of(place): ""}) == (low, "file")
    if len(place) == 1:
        said = read({**flags, str(place[0]): two_values(place)[0]}, by_variable)
        assert value_of(said.settings, place) == low
        assert said.laid.origin(place).where == "--" + str(place[0]).replace("_", "-")


def test_the_template_is_valid_as_it_stands_and_with_every_key_uncommented(tmp_path: Path) -> None:
    text = template(SOURCE, {"title": 'a "quoted"\\ title \x7f'}, {"privacy": {"numbers": "hide"}})
    file = tmp_path / "config.toml"
    file.write_text(text, "utf-8")
    settings = load({"config": str(file)}, {})

    assert settings == Settings.model_validate(
        {"sources": [SOURCE], "title": 'a "quoted"\\ title \x7f', "privacy": {"numbers": "hide"}}
    )
    keys = re.findall(r"^# (?=\w+ = |\[)", text, re.MULTILINE)
    file.write_text(re.sub(r"^# (?=\w+ = |\[)", "", text, flags=re.MULTILINE), "utf-8")
    everything = load({"config": str(file), "profile": "night"}, {})
    assert len(keys) > 50
    assert everything.thresholds
    assert everything.sources[0].client_cert


def test_the_template_has_every_key_with_its_description() -> None:
    text = template(SOURCE, {}, {})
    unwrapped = re.sub(r"\n## ", " ", text)

    for place, field in places():
        assert re.search(rf"^#? ?{place[-1]} = ", text, re.MULTILINE), place
        assert field.description
        assert field.description in unwrapped, place
