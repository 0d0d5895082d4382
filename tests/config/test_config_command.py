"""`callboard config` as a person meets it: a process, a terminal, a home folder of its own."""

from __future__ import annotations

import asyncio
import json
import stat
from functools import partial
from pathlib import Path

import pytest

from tests.hostile.terminal import Terminal, terminal
from tests.passwords.commands import environment, run
from tui.config import load

URL, USER = "https://gws.example.com", "agent.one"
INIT = ("config", "init", "--no-input", "--url", URL, "--user", USER)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the file is looked for."""
    return tmp_path / ".config" / "callboard" / "config.toml"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return environment(tmp_path)


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def read(file: Path) -> str:
    return file.read_text("utf-8")


def is_shown(shown: Terminal, words: str) -> bool:
    return words in shown.text


async def test_the_path_follows_home_variable_and_option(env: dict[str, str], file: Path) -> None:
    assert (await run("config", "path", env=env)).out == f"{file}\n"
    moved = {**env, "XDG_CONFIG_HOME": "/elsewhere"}
    assert (await run("config", "path", env=moved)).out == "/elsewhere/callboard/config.toml\n"
    assert (await run("config", "path", env={**env, "CALLBOARD_CONFIG": "/a.toml"})).out == "/a.toml\n"
    named = await run("config", "path", "--config", "~/b.toml", env={**env, "CALLBOARD_CONFIG": "/a.toml"})
    assert named.out == f"{env['HOME']}/b.toml\n"


async def test_a_file_is_written_once_privately_and_shown(env: dict[str, str], file: Path) -> None:
    done = await run(*INIT, "--name", "5001", env=env)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Written: {file}\nNext:\n  callboard login")
    assert mode(file) == 0o600
    assert (await run("config", "validate", env=env)).out == f"{file}: nothing wrong\n"

    shown = json.loads((await run("config", "show", "--json", env={**env, "CALLBOARD_THEME": "light"})).out)
    values = shown["values"]
    assert (shown["path"], shown["exists"], shown["profile"]) == (str(file), True, "")
    assert values["theme"] == {"value": "light", "from": "environment", "where": "CALLBOARD_THEME", "line": None}
    assert values["density"]["from"] == "default"
    url = values["sources.0.url"]
    assert (url["value"], url["from"]) == (URL, "file")
    assert read(file).splitlines()[url["line"] - 1] == f'url = "{URL}"'
    assert values["sources.0.password"]["value"] == "[hidden]"
    text = (await run("config", "show", "--url", "https://other.example.com", "--user", "b", env=env)).out
    assert '"https://other.example.com"' in text
    assert "# flag --url" in text


async def test_what_is_there_is_not_replaced_without_force(env: dict[str, str], file: Path) -> None:
    await run(*INIT, env=env)
    before = read(file)
    again = await run(*INIT, "--title", "New", env=env)

    assert (again.code, again.out) == (2, "")
    assert "--force replaces it" in again.err
    assert read(file) == before
    await asyncio.to_thread(file.chmod, 0o644)
    assert (await run(*INIT, "--title", "New", "--force", env=env)).code == 0
    assert load({"config": str(file)}, {}).title == "New"
    assert mode(file) == 0o600
    assert names(file.parent) == ["config.toml"]


@pytest.mark.parametrize(
    ("words", "key", "value"),
    [
        (("--password-command", "pass show 'g w s'"), "password_command", ("pass", "show", "g w s")),
        (("--password-file", "/run/secret"), "password_file", Path("/run/secret")),
        (("--ca-bundle", "/ca.pem"), "ca_bundle", Path("/ca.pem")),
        (("--url", "http://gws.example.com", "--allow-http"), "allow_http", True),
        (("--name", 'a "b" \\ ü'), "name", 'a "b" \\ ü'),
    ],
)
async def test_what_is_said_is_written(
    env: dict[str, str], file: Path, words: tuple[str, ...], key: str, value: object
) -> None:
    done = await run(*INIT, *words, env=env)

    assert done.code == 0
    assert getattr(load({"config": str(file)}, {}).sources[0], key) == value


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("config", "init", "--no-input"), "--url is missing"),
        (("config", "init", "--url", URL), "--user is missing"),
        ((*INIT, "--url", "htp:/x"), "url: not an address"),
        ((*INIT, "--url", "http://gws.example.com"), "--allow-http"),
        ((*INIT, "--password-from", "command"), "--password-command is missing"),
        ((*INIT, "--password-command", "pass 'x"), "quotation mark"),
        ((*INIT, "--password-file", "callboard login"), "not a path: write it like ~/.config/callboard/password"),
        ((*INIT, "--password-file", "/"), "/ is a folder: name a file in it"),
        ((*INIT, "--config", "/proc/none/config.toml"), "/proc/none/config.toml: "),
        (("config", "validate"), "no such file: callboard config init writes one"),
        (("config", "show", "--profile", "night"), "there is no profile night"),
        (("wall",), "no source: write a configuration with callboard config init"),
    ],
)
async def test_what_cannot_be_done_is_told(env: dict[str, str], words: tuple[str, ...], told: str) -> None:
    done = await run(*words, env=env)

    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert done.err.count("\n") == 1
    assert names(Path(env["HOME"])) == []


async def test_all_faults_are_told_with_exit_code_2(env: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text('titel = "x"\n[desk]\nbell = "loud"\n[profiles.night]\npage_s = -1\n', "utf-8")
    text = await run("config", "validate", "--config", str(file), env=env)
    told = json.loads((await run("config", "validate", "--json", "--config", str(file), env=env)).out)

    assert text.code == 2
    assert [line.partition(" ")[0] for line in text.out.splitlines()] == [f"{file}:1:", f"{file}:3:", f"{file}:5:"]
    assert (told["ok"], told["path"]) == (False, str(file))
    assert told["faults"][0] == {
        "where": str(file),
        "line": 1,
        "key": "titel",
        "words": "unknown key titel: do you mean title?",
        "near": "title",
    }
    broken = tmp_path / "broken.toml"
    broken.write_text("title = 1 2\n", "utf-8")
    assert (await run("config", "validate", "--config", str(broken), env=env)).out.startswith(f"{broken}:1: not TOML")


async def test_without_a_keyring_a_file_is_the_usual_place(env: dict[str, str], file: Path) -> None:
    await run(*INIT, env={**env, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"})

    assert load({"config": str(file)}, {}).sources[0].password_file == file.with_name("password")


async def test_a_few_questions_lead_to_a_file(env: dict[str, str], file: Path) -> None:
    async with terminal("config", "init", env=env) as shown:
        for question, answer in (
            ("Address of the server", ""),
            ("no usual answer: write one, or press ctrl+d", "gws.example.com"),
            ("not an address", "http://gws.example.com"),
            ("Plain http", "yes"),
            ("Login name", USER),
            (f"Name on screen [{USER}]", ""),
            ("What is shown of numbers and names [last4]", "some"),
            ("one of last4, hide, show", "hide"),
            ("Where the password comes from [keyring]", "command"),
            ("Command, such as pass show gws", "pass show gws"),
        ):
            await shown.until(partial(is_shown, shown, question), question)
            shown.press(answer.encode() + b"\r")
        await shown.until(lambda: "Written:" in shown.text, "word of it")
    settings = load({"config": str(file)}, {})

    (source,) = settings.sources
    assert (source.url, source.user, source.label, source.allow_http) == ("http://gws.example.com", USER, USER, True)
    assert source.password_command == ("pass", "show", "gws")
    assert settings.privacy.numbers == settings.privacy.names == "hide"


async def test_the_file_of_the_password_is_a_path(env: dict[str, str], file: Path, tmp_path: Path) -> None:
    said = ("--url", URL, "--user", USER, "--name", "5001", "--privacy", "hide", "--password-from", "file")
    async with terminal("config", "init", *said, env=env) as shown:
        for question, answer in (
            ("File with the password (mode 0600) [", "callboard login"),
            ("not a path: write it like", "~nobody-of-this-name/x"),
            ("nobody knows the home", str(tmp_path)),
            ("is a folder", "./secret"),
        ):
            await shown.until(partial(is_shown, shown, question), question)
            shown.press(answer.encode() + b"\r")
        await shown.until(lambda: "Written:" in shown.text, "word of it")

    assert load({"config": str(file)}, {}).sources[0].password_file == Path.cwd() / "secret"


async def test_going_away_in_the_middle_writes_nothing(env: dict[str, str]) -> None:
    async with terminal("config", "init", env=env) as shown:
        await shown.until(lambda: "Address of the server" in shown.text, "question")
        shown.press(b"\x04")
        await shown.until(lambda: "nothing was written" in shown.text, "word of it")
    assert names(Path(env["HOME"])) == []
