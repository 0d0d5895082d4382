"""A configuration with every key that there is: what was answered is set, all others stand in comments."""

import textwrap
from collections.abc import Iterator, Mapping

from pydantic.fields import FieldInfo

from tui.config.attention import ThresholdSettings
from tui.config.settings import Settings
from tui.config.sources import SourceSettings
from tui.config.strict import Strict
from tui.config.toml import toml_of

_HEAD = """\
## Configuration of callboard; see callboard config --help.
## What stands behind a single # is a key with its default or an example: take the # away to set it.
## Options win over CALLBOARD_* of the environment, these over this file. Passwords do not belong in here.
"""
_PROFILES = """
## Keys of a profile stand over those above: callboard wall --profile night
# [profiles.night]
# theme = "dark"
# [profiles.night.attention]
# bell = false
"""
Answers = Mapping[str, object]


def template(source: Answers, top: Answers, tables: Mapping[str, Answers]) -> str:
    """Write a configuration.

    Args:
        source: Keys of the one source.
        top: Keys above the tables.
        tables: Keys of the tables `desk`, `attention` and `privacy`, by table; of one within another `publish.privacy`.

    Returns:
        TOML that is valid as it stands, and with any of its keys uncommented.
    """
    lines = [*_keys(Settings, top), "", "## One login; as many of these as there are logins.", "[[sources]]"]
    lines += _keys(SourceSettings, source)
    lines += _tables(Settings, "", tables)
    lines += ["", f"## {Settings.model_fields['thresholds'].description}; as many of these as are needed"]
    lines += ["# [[thresholds]]", *_keys(ThresholdSettings, {})]
    return _HEAD + "\n".join(lines) + "\n" + _PROFILES


def _tables(model: type[Strict], head: str, tables: Mapping[str, Answers]) -> Iterator[str]:
    for key, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Strict):
            name = f"{head}{key}"
            yield from ("", f"## {field.description}", f"[{name}]")
            yield from _keys(field.annotation, tables.get(name, {}))
            yield from _tables(field.annotation, f"{name}.", tables)


def _keys(model: type[Strict], answers: Answers) -> Iterator[str]:
    for name, field in model.model_fields.items():
        if isinstance(field.default, Strict) or (model is Settings and not _is_plain(field)):
            continue
        yield ""
        yield from textwrap.wrap(field.description or "", 110, initial_indent="## ", subsequent_indent="## ")
        if name in answers:
            yield f"{name} = {toml_of(answers[name])}"
        else:
            yield f"# {name} = {toml_of(_usual(field))}"


def _usual(field: FieldInfo) -> object:
    """The default, or an example where that says nothing."""
    default = None if field.is_required() else field.default
    return field.examples[0] if field.examples and default in (None, "", ()) else default


def _is_plain(field: FieldInfo) -> bool:
    tables = field.default == () or field.is_required()
    return field.annotation == tuple[str, ...] or not tables
