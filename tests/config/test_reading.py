"""Settings: where each value may come from, and what a mistake is told."""

from pathlib import Path

import pytest
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from tui.config import ConfigError, Settings, load
from tui.config.strict import Strict

URL = "https://gws.example.com"


def write(folder: Path, text: str) -> str:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_flag_beats_environment_beats_file_beats_default(tmp_path: Path) -> None:
    file = write(tmp_path, f'density = "row"\n[[sources]]\nurl = "{URL}"\nuser = "agent.one"\n')
    environment = {"CALLBOARD_CONFIG": file}

    assert load({}, environment).density == "row"
    assert load({"density": "big"}, environment).density == "big"
    assert load({}, environment).order == "attention"
    named = load({"url": "https://other.example.com"}, {**environment, "CALLBOARD_USER": "agent.two"})
    assert [(source.url, source.user) for source in named.sources] == [("https://other.example.com", "agent.two")]


def test_environment_alone_is_enough() -> None:
    settings = load({}, {"CALLBOARD_URL": URL, "CALLBOARD_USER": "agent.one"})

    assert settings.sources[0].label == "agent.one"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("densty = 'row'", "unknown key densty: do you mean density?"),
        (f"[[sources]]\nurl = '{URL}'\nusr = 'x'", "do you mean user?"),
        ("density = 'huge'", "density"),
        ("[[sources]]\nurl = 'htp:/x'\nuser = 'x'", "not an address"),
        ("[[sources]]\nurl = 'https://a:b@gws.example.com'\nuser = 'x'", "no credentials in the address"),
        ("[[sources]]\nurl = 'http://gws.example.com'\nuser = 'x'", "allow_http"),
        (f"[[sources]]\nurl = '{URL}'\nuser = 'x'\n[[sources]]\nurl = '{URL}'\nuser = 'x'", "two sources are named x"),
        ("title = ", "config.toml"),
        (f"group = 'queue'\n[[sources]]\nurl = '{URL}'\nuser = 'x'", "groups by queue need queue_key"),
        (f"group = 'place'\n[[sources]]\nurl = '{URL}'\nuser = 'x'", "group"),
        ("", "no source"),
    ],
)
def test_a_mistake_is_told_in_one_line(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=r".") as caught:
        load({"config": write(tmp_path, text)}, {})

    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        load({"config": str(tmp_path / "none.toml")}, {})


def test_plain_http_is_for_loopback_or_for_those_who_say_so(tmp_path: Path) -> None:
    assert load({"url": "http://127.0.0.1:8090", "user": "x"}, {}).sources
    allowed = write(tmp_path, "[[sources]]\nurl = 'http://gws.example.com'\nuser = 'x'\nallow_http = true")
    assert load({"config": allowed}, {}).sources[0].allow_http


@pytest.mark.parametrize("kind", ["flag", "environment"])
def test_what_a_locale_without_utf_8_cannot_read_is_read_all_the_same(kind: str) -> None:
    as_given = "Größe 電話".encode().decode("ascii", "surrogateescape")
    flags = {"url": URL, "user": as_given, **({"title": as_given} if kind == "flag" else {})}
    settings = load(flags, {"CALLBOARD_TITLE": as_given} if kind == "environment" else {})
    assert settings.title == "Größe 電話"
    assert settings.sources[0].user == "Größe 電話"


@pytest.mark.parametrize("kind", ["flag", "environment"])
def test_what_is_no_utf_8_at_all_is_said_so(kind: str) -> None:
    as_given = b"\xff\xfe".decode("ascii", "surrogateescape")
    flags = {"url": URL, "user": "agent.one", **({"title": as_given} if kind == "flag" else {})}
    with pytest.raises(ConfigError, match=r"title: is not UTF-8$"):
        load(flags, {"CALLBOARD_TITLE": as_given} if kind == "environment" else {})


def is_table(field: FieldInfo) -> bool:
    return isinstance(field.annotation, type) and issubclass(field.annotation, Strict)


@pytest.mark.parametrize("name", sorted(name for name, field in Settings.model_fields.items() if is_table(field)))
def test_a_table_that_nobody_writes_is_one_that_says_nothing(name: str) -> None:
    unsaid, empty = Settings(), Settings.model_validate({name: {}})

    assert getattr(unsaid, name) == getattr(empty, name)
    assert getattr(unsaid, name).model_dump() == getattr(empty, name).model_dump()
    assert getattr(unsaid, name).model_fields_set == set()


def test_what_is_wrong_in_a_table_is_told_with_its_place() -> None:
    wrong = {"desk": {"bell": "loud", "channels": []}, "thresholds": [{"what": "held"}, {"what": "heldd"}]}

    with pytest.raises(ValidationError) as told:
        Settings.model_validate(wrong)
    places = {one["loc"] for one in told.value.errors()}
    assert places == {("desk", "bell"), ("desk", "channels"), ("thresholds", 1, "what")}
