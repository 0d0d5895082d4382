"""`callboard login` and `logout` as a person meets them, against the simulator."""

from __future__ import annotations

import asyncio
import json
import shutil
import stat
import sys
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from tests.hostile.terminal import SHELL, Terminal, terminal
from tests.passwords.commands import environment, run
from tests.waiting import PATIENCE_S
from tui.demo.options import Options
from tui.demo.server import Simulator

CANARY = "canary-99-password"


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    options = Options(agents=3, calls=2, rate_per_s=0, logins="each", password=CANARY)
    async with Simulator(options) as running:
        yield running


@pytest.fixture
def env(home: Path, simulator: Simulator) -> dict[str, str]:
    """A home with a configuration of two sources."""
    file = home / "config.toml"
    sources = [
        f'[[sources]]\nname = "{login.name}"\nurl = "{simulator.url}"\nuser = "{login.user}"\n'
        for login in simulator.logins[:2]
    ]
    file.write_text("\n".join(sources), "utf-8")
    return environment(home, CALLBOARD_CONFIG=str(file))


def kept(home: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((home / "keyring.json").read_text("utf-8"))
    return found


def asked_for(shown: Terminal, name: str) -> bool:
    return f"The password for {name}: " in shown.text


def arguments_of(process_id: int) -> bytes:
    try:
        return Path(f"/proc/{process_id}/cmdline").read_bytes()
    except OSError:
        return b""


def running() -> list[int]:
    return [int(path.name) for path in Path("/proc").glob("[0-9]*")]


def logs_below(home: Path) -> list[str]:
    return [path.read_text("utf-8") for path in home.rglob("*.log*")]


def name_a_file(file: Path, secret: Path) -> None:
    first, second = file.read_text("utf-8").split("\n\n")
    file.write_text(f'{first}\npassword_file = "{secret}"\n{second}', "utf-8")


def write_canaries(home: Path, file: Path) -> None:
    (home / "secret").write_text(CANARY, "utf-8")
    (home / "secret").chmod(0o600)
    first, second = file.read_text("utf-8").split("\n\n")
    first += '\npassword_command = ["sh", "-c", "echo canary-99-argument >&2; cat \\"$HOME/secret\\""]\n'
    second += f'\npassword_file = "{home}/secret"\n'
    alarm = '[attention]\non_alarm = ["curl", "-H", "Authorization: canary-99-token"]\n'
    file.write_text(f"{first}\n{second}\n{alarm}", "utf-8")


async def test_a_password_is_tried_stored_used_and_forgotten(home: Path, env: dict[str, str]) -> None:
    for name in ("5001", "5002"):
        done = await run("login", name, "--stdin", env=env, given=f"{CANARY}\nmore\n")
        assert (done.code, done.err) == (0, "")
        assert done.out == f"Stored: password for {name} (file keyring FileKeyring)\n"
    assert set(kept(home).values()) == {CANARY}

    state = await run("watch", "--once", env=env)
    assert [source["state"] for source in json.loads(state.out)["sources"]] == ["live", "live"]

    assert (await run("logout", "5001", env=env)).out == "Forgotten: password for 5001\n"
    assert (await run("logout", "5001", env=env)).out == "Nothing was stored: password for 5001\n"
    assert len(kept(home)) == 1
    gone = await run("watch", "--once", env=env)
    assert gone.code == 2
    assert "no password for 5001: use callboard login" in gone.err


async def test_a_wrong_password_is_not_stored(home: Path, env: dict[str, str], simulator: Simulator) -> None:
    done = await run("login", "5001", "--stdin", env=env, given="wrong-and-secret\n")

    assert done.code == 3
    assert "5001: refused" in done.err
    assert "nothing was stored" in done.err
    assert "wrong-and-secret" not in done.said
    assert not (home / "keyring.json").exists()
    unchecked = await run("login", "5001", "--stdin", "--no-check", env=env, given="wrong-and-secret\n")
    assert unchecked.code == 0
    assert list(kept(home).values()) == ["wrong-and-secret"]
    await simulator.stop()
    away = await run("login", "5001", "--stdin", env=env, given=f"{CANARY}\n")
    await simulator.start()
    assert away.code == 4
    assert "cannot connect" in away.err


@pytest.mark.parametrize(
    ("words", "given", "told"),
    [
        (("login", "--stdin"), CANARY, "which source? Say one of 5001, 5002"),
        (("login", "5003", "--stdin"), CANARY, "there is no source 5003, only 5001, 5002"),
        (("login", "5001"), None, "nobody to ask: use --stdin"),
        (("login", "5001", "--stdin"), "", "gives nothing"),
        (("login", "5001", "--passphrase", "--stdin"), CANARY, "no client key that is encrypted"),
    ],
)
async def test_what_is_unclear_is_told(
    env: dict[str, str], words: tuple[str, ...], given: str | None, told: str
) -> None:
    done = await run(*words, env=env, given=given)

    assert done.code == 2
    assert told in done.err
    assert CANARY not in done.said


@pytest.mark.parametrize(
    ("backend", "told"),
    [
        ("keyring.backends.fail.Keyring", "this machine has no keyring"),
        ("tests.passwords.file_keyring.BrokenKeyring", "the keyring does not work (OSError)"),
    ],
)
async def test_without_a_keyring_the_other_ways_are_told(env: dict[str, str], backend: str, told: str) -> None:
    headless = {**env, "PYTHON_KEYRING_BACKEND": backend}
    done = await run("login", "5001", "--stdin", env=headless, given=f"{CANARY}\n")

    assert done.code == 2
    assert done.err == (
        f"callboard: {told}: nothing was stored. Instead: CALLBOARD_PASSWORD_5001, password_command,"
        " password_file (mode 0600), ~/.netrc\n"
    )
    assert (await run("logout", "5001", env=headless)).code == 2
    watching = await run("watch", "--once", env=headless)
    assert watching.code == 2
    assert told in watching.err
    assert (await run("watch", "--once", env={**headless, "CALLBOARD_PASSWORD": CANARY})).code == 0


async def test_without_a_keyring_nothing_is_asked_for_or_tried(env: dict[str, str]) -> None:
    headless = {**env, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", "CALLBOARD_USER": "nobody"}
    said = ("--url", "http://127.0.0.1:9", "--user", "nobody")
    async with terminal("login", *said, env=headless) as shown:
        await shown.until(lambda: "this machine has no keyring: nothing was stored." in shown.text, "word of it")
        assert await shown.process.wait() == 2
        assert "password for" not in shown.text


@pytest.mark.parametrize(
    ("backend", "told"),
    [
        ("keyring.backends.null.Keyring", "the keyring (null Keyring) keeps nothing: nothing was stored."),
        (
            "tests.passwords.file_keyring.ShorteningKeyring",
            "the keyring (file keyring ShorteningKeyring) gives another one back: whether it was stored is not known.",
        ),
    ],
)
async def test_stored_is_said_of_what_can_be_read_again(env: dict[str, str], backend: str, told: str) -> None:
    forgetful = {**env, "PYTHON_KEYRING_BACKEND": backend}
    done = await run("login", "5001", "--stdin", env=forgetful, given=f"{CANARY}\n")

    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert CANARY not in done.said


async def test_a_file_that_the_source_names_is_filled_and_removed(home: Path, env: dict[str, str]) -> None:
    secret = home / "new folder" / "secret"
    headless = {**env, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    name_a_file(Path(env["CALLBOARD_CONFIG"]), secret)
    done = await run("login", "5001", "--stdin", env=headless, given=CANARY)

    assert (done.code, done.out) == (0, f"Stored: password for 5001 ({secret})\n")
    assert stat.S_IMODE(await asyncio.to_thread(lambda: secret.stat().st_mode)) == 0o600
    state = await run("watch", "--once", env={**headless, "CALLBOARD_PASSWORD_5002": CANARY})
    assert (state.code, state.err) == (0, "")
    assert (await run("logout", "5001", env=headless)).out == "Forgotten: password for 5001\n"
    assert (await run("logout", "5001", env=headless)).out == "Nothing was stored: password for 5001\n"


async def test_what_wins_over_the_keyring_is_told(env: dict[str, str]) -> None:
    done = await run("login", "5001", "--stdin", env={**env, "CALLBOARD_PASSWORD_5001": "x"}, given=CANARY)

    assert "note: CALLBOARD_PASSWORD_5001 has one too" in done.err


async def test_it_is_asked_for_without_echo_and_stands_in_no_argument(home: Path, env: dict[str, str]) -> None:
    async with terminal("login", "5001", env=env) as shown:
        await shown.until(lambda: "The password for 5001: " in shown.text, "question")
        shown.press(f"{CANARY}\r".encode())
        arguments = arguments_of(shown.process.pid)
        await shown.until(lambda: "Stored: password for 5001" in shown.text, "answer")
        assert CANARY.encode() not in shown.written + arguments
    assert list(kept(home).values()) == [CANARY]


async def test_a_wall_asks_for_what_it_finds_nowhere(env: dict[str, str]) -> None:
    async with terminal("wall", env=env) as shown:
        for name in ("5001", "5002"):
            await shown.until(partial(asked_for, shown, name), "question")
            shown.press(f"{CANARY}\r".encode())
        await shown.until(lambda: "2 live" in shown.text, "wall")
        assert CANARY.encode() not in shown.written


async def test_no_secret_is_in_what_is_shown_or_logged(home: Path, env: dict[str, str]) -> None:
    """Canaries in every place that a secret can come from, or should not stand in."""
    write_canaries(home, Path(env["CALLBOARD_CONFIG"]))
    told = [
        await run(*words, env=more)
        for more in (env, {**env, "CALLBOARD_PASSWORD": CANARY})
        for words in (("config", "show"), ("config", "show", "--json"), ("config", "validate"), ("watch", "--once"))
    ]

    assert [done.code for done in told] == [0] * 8
    assert not [done.said for done in told if "canary-99" in done.said]
    assert '"password_command"' in told[1].out
    logs = logs_below(home)
    assert logs
    assert not [log for log in logs if "canary-99" in log]


async def test_no_program_has_it_in_its_arguments(env: dict[str, str]) -> None:
    async with terminal("wall", env={**env, "CALLBOARD_PASSWORD": CANARY}) as shown:
        await shown.until(lambda: "2 live" in shown.text, "wall")
        assert CANARY.encode() not in b"".join(map(arguments_of, running()))


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
async def test_a_password_stays_unseen_after_ctrl_z_and_fg(env: dict[str, str], home: Path) -> None:
    async with terminal(env={**env, "PS1": "ready "}, program=SHELL) as shown:
        await shown.until(lambda: "ready" in shown.text, "shell")
        shown.press(f"{sys.executable} -m tui login 5001\n".encode())
        await shown.until(lambda: asked_for(shown, "5001"), "question")
        shown.press(b"\x1a")
        await shown.until(lambda: "Stopped" in shown.text, "shell")
        shown.screen.reset()
        shown.press(b"fg\n")
        await shown.until(lambda: asked_for(shown, "5001"), "question")
        shown.press(f"{CANARY}\n".encode())
        await shown.until(lambda: "ready" in shown.text, "shell")
        assert CANARY in kept(home).values()
        assert CANARY.encode() not in shown.written
        shown.press(b"exit\n")
        async with asyncio.timeout(PATIENCE_S):
            await shown.process.wait()
