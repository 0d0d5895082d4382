"""A configuration that others can write names no programs."""

from __future__ import annotations

import grp
import json
import os
import pwd
from pathlib import Path

import pytest

from tests.passwords.commands import environment, run
from tui.config import AttentionSettings, ConfigError, DeskSettings, Settings, SourceSettings, WebhookSettings, load
from tui.config.reading import faults_in, read_file
from tui.config.strict import Hidden
from tui.config.trusted import PROGRAMS, why_untrusted

TEXT = """\
[[sources]]
url = "https://gws.example.com"
user = "a"
{source}
[attention]
{attention}
"""
SOMEBODY_ELSE = 4242
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "home" / "callboard"
    folder.mkdir(parents=True)
    for one in (folder, folder.parent):
        one.chmod(0o755)
    path = folder / "config.toml"
    write(path, attention='on_alarm = ["notify"]')
    return path


def write(path: Path, *, source: str = "", attention: str = "", mode: int = 0o644) -> None:
    path.write_text(TEXT.format(source=source, attention=attention), "utf-8")
    path.chmod(mode)


def refused(path: Path, environment: dict[str, str] | None = None) -> str:
    """Why the configuration cannot be used; "" where it can."""
    try:
        load({"config": str(path)}, environment or {})
    except ConfigError as error:
        return str(error).removeprefix(str(path))
    return ""


def test_the_keys_that_name_programs_are_all_of_them() -> None:
    models = (Settings, SourceSettings, AttentionSettings, DeskSettings, WebhookSettings)
    hidden = [
        name
        for model in models
        for name, field in model.model_fields.items()
        if any(isinstance(mark, Hidden) for mark in field.metadata)
    ]

    assert sorted(hidden) == sorted(PROGRAMS)


def test_a_file_that_only_its_user_can_write_names_programs(file: Path) -> None:
    assert refused(file) == ""


@pytest.mark.parametrize(
    ("name", "mode", "told"),
    [
        ("config.toml", 0o646, "everybody may write to {}: chmod o-w {}"),
        ("config.toml", 0o666, "everybody may write to {}: chmod o-w {}"),
        (".", 0o757, "everybody may write to {}: chmod o-w {}"),
        ("..", 0o777, "everybody may write to {}: chmod o-w {}"),
    ],
)
def test_what_everybody_may_write_names_none(file: Path, name: str, mode: int, told: str) -> None:
    place = Path(os.path.normpath(file.parent / name))
    place.chmod(mode)

    words = "attention.on_alarm: no program is run that others may have named: " + told.format(place, place)
    assert refused(file) == f":6: {words}"


@pytest.mark.parametrize("key", ["password_command", "passphrase_command"])
def test_a_program_for_a_password_is_refused_in_the_same_way(file: Path, key: str) -> None:
    write(file, source=f'{key} = ["pass", "canary"]')
    file.chmod(0o666)

    assert refused(file).startswith(
        f":4: the 1st [[sources]], {key}: no program is run that others may have named: everybody "
    )
    assert "canary" not in refused(file)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('ring_url = "https://crm.example.com/?n={number}"', "ring_url"),
        ('data_links = { "Case*" = "https://crm.example.com/{value}" }', "data_links"),
    ],
)
def test_a_page_that_is_opened_with_what_is_known_of_callers_is_refused_likewise(
    file: Path, line: str, key: str
) -> None:
    file.write_text(f"[desk]\n{line}\n")
    file.chmod(0o666)

    assert refused(file).startswith(f":2: desk.{key}: no page is opened that others may have named: everybody ")


def test_where_alarms_are_posted_is_refused_likewise(file: Path) -> None:
    file.write_text('[webhook]\nurl = "https://hooks.example.com/canary"\n')
    file.chmod(0o666)

    assert refused(file).startswith(":2: webhook.url: no alarm is posted to an address that others may have named: ")
    assert "canary" not in refused(file)


def test_what_names_no_program_may_be_anybodys(file: Path) -> None:
    write(file, attention="bell = true\non_alarm = []")
    file.chmod(0o666)

    assert refused(file) == ""


def test_a_program_of_the_environment_needs_no_file_that_is_safe(file: Path) -> None:
    file.chmod(0o666)

    assert refused(file) != ""
    assert refused(file, {"CALLBOARD_ATTENTION_ON_ALARM": '["notify"]'}) == ""


def test_a_folder_in_which_only_owners_replace_files_is_as_good_as_another(file: Path) -> None:
    file.parent.chmod(0o1777)

    assert refused(file) == ""


def test_every_link_on_the_way_is_followed(file: Path, tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o777)
    (tmp_path / "open" / "second.toml").symlink_to(file)
    (tmp_path / "first.toml").symlink_to("open/second.toml")

    assert refused(tmp_path / "first.toml").startswith(
        f":6: attention.on_alarm: no program is run that others may have named: everybody may write to {tmp_path}/open:"
    )
    (tmp_path / "open").chmod(0o755)
    assert refused(tmp_path / "first.toml") == ""


def test_links_in_a_circle_are_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b/x")
    (tmp_path / "b").symlink_to("a")

    assert why_untrusted(tmp_path / "a") == ""


def test_a_group_may_write_only_if_it_is_the_users_own(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    me = pwd.getpwuid(os.geteuid())
    file.chmod(0o664)

    def group(name: str, *members: str) -> None:
        found = grp.struct_group((name, "x", me.pw_gid, list(members)))
        monkeypatch.setattr(grp, "getgrgid", lambda _: found)

    group(me.pw_name)
    assert refused(file) == ""
    group(me.pw_name, me.pw_name)
    assert refused(file) == ""
    group(me.pw_name, "somebody-else")
    assert f"the group {file.stat().st_gid} may write to {file}: chmod g-w {file}" in refused(file)
    group("staff")
    assert "may write to" in refused(file)


@needs_root
def test_what_belongs_to_somebody_else_names_none(file: Path) -> None:
    os.chown(file, SOMEBODY_ELSE, SOMEBODY_ELSE)
    assert refused(file).endswith(f"{file} belongs to user {SOMEBODY_ELSE}")

    os.chown(file, 0, 0)
    os.chown(file.parent, SOMEBODY_ELSE, SOMEBODY_ELSE)
    assert refused(file).endswith(f"{file.parent} belongs to user {SOMEBODY_ELSE}")


def test_every_profile_is_examined(file: Path) -> None:
    file.write_text(
        '[[sources]]\nurl = "https://gws.example.com"\nuser = "a"\n'
        '[profiles.night.attention]\non_alarm = ["notify"]\n[profiles.day]\nattention.on_alarm = ["x"]\n'
    )
    file.chmod(0o666)
    found = [(fault.line, fault.key) for fault in faults_in(read_file(str(file), {}), {})]

    assert found == [(5, "attention.on_alarm"), (7, "attention.on_alarm")]


async def test_the_commands_tell_it(file: Path, tmp_path: Path) -> None:
    write(file, source='password_command = ["echo", "secret"]', attention='on_alarm = ["notify"]', mode=0o666)
    env = environment(tmp_path, CALLBOARD_CONFIG=str(file))
    checked = await run("config", "validate", "--json", env=env)
    watched = await run("watch", "--once", env=env)

    assert checked.code == watched.code == 2
    assert {fault["key"] for fault in json.loads(checked.out)["faults"]} == {
        "attention.on_alarm",
        "sources.0.password_command",
    }
    assert "no program is run that others may have named" in watched.err
    assert watched.err.count("\n") == 1


async def test_a_pipe_that_was_handed_over_counts_as_its_owners(tmp_path: Path) -> None:
    given = TEXT.format(source='password_command = ["false"]', attention="")
    told = await run("watch", "--once", "--config", "/dev/stdin", env=environment(tmp_path), given=given)

    assert told.code == 2
    assert told.err.startswith("callboard: password_command of a: ")


def test_a_named_pipe_is_judged_as_a_file_is(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    fifo.chmod(0o600)
    assert why_untrusted(fifo) == ""

    fifo.chmod(0o622)
    assert why_untrusted(fifo) == f"everybody may write to {fifo}: chmod o-w {fifo}"
