"""Where secrets come from, in which order, and what is told when one cannot be had."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from pydantic import SecretStr

from tests.passwords.commands import ROOT
from tests.passwords.file_keyring import BrokenKeyring
from tests.waiting import PATIENCE_S
from tui.codec.secrets import RecordingRedaction
from tui.config import ConfigError, SourceSettings
from tui.live.store.privacy import MASK
from tui.machine.logfile import HIDDEN, Redacting
from tui.passwords import Secrets, open_secrets, password_wanted
from tui.passwords.finding import search
from tui.passwords.keyrings import KeyringError, forget, look_up, store
from tui.passwords.known import MOST, Known
from tui.passwords.programs import secret_from_program

CANARY = "canary-3f7a"
URL, USER = "https://gws.example.com:8443", "agent.one"


def source(**more: object) -> SourceSettings:
    return SourceSettings.model_validate({"url": URL, "user": USER, "name": "5001", **more})


def printing(text: str) -> list[str]:
    return [sys.executable, "-c", f"import sys; sys.stdout.write({text!r}); sys.stderr.write({CANARY!r})"]


def private(file: Path, text: str, mode: int = 0o600) -> Path:
    file.write_text(text, "utf-8")
    file.chmod(mode)
    return file


def found(wanted: SourceSettings, environment: dict[str, str] | None = None) -> str | None:
    secret = search(password_wanted(wanted), environment or {}).secret
    return None if secret is None else secret.get_secret_value()


def test_the_first_place_that_has_one_counts(home: Path) -> None:
    keyring.set_password(f"callboard {URL}", USER, "of the keyring")
    assert found(source()) == "of the keyring"
    private(home / ".netrc", f"machine gws.example.com login {USER} password of-netrc\n")
    assert found(source()) == "of-netrc"
    file = private(home / "secret", "of the file\n")
    assert found(source(password_file=str(file))) == "of the file"
    with_program = source(password_file=str(file), password_command=printing("of the program\n"))
    assert found(with_program) == "of the program"
    assert found(with_program, {"CALLBOARD_PASSWORD": "common"}) == "common"
    assert found(with_program, {"CALLBOARD_PASSWORD": "common", "CALLBOARD_PASSWORD_5001": "own"}) == "own"


def test_a_keyring_entry_is_of_one_server_and_user(home: Path) -> None:
    del home
    store(password_wanted(source()), "one")

    assert found(source(name="another name")) == "one"
    assert found(source(user="agent.two")) is None
    assert found(source(url="https://other.example.com")) is None
    assert forget(password_wanted(source()))
    assert not forget(password_wanted(source()))
    assert found(source()) is None


def test_netrc_is_for_this_user_of_this_host_only(home: Path) -> None:
    private(home / ".netrc", "machine gws.example.com login other password x\ndefault login agent.one password y\n")

    assert found(source()) is None
    assert found(source(url="https://else.example.com")) == "y"


def test_a_netrc_that_others_may_read_is_not_used_and_told(home: Path) -> None:
    private(home / ".netrc", f"machine gws.example.com login {USER} password {CANARY}\n", 0o644)

    with pytest.raises(ConfigError) as caught:
        open_secrets([source()], {})
    assert "permissive" in str(caught.value)
    assert CANARY not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_the_last_end_of_line_is_cut_and_nothing_else(home: Path, ending: str) -> None:
    file = private(home / "secret", f" spaces stay {ending}")

    assert found(source(password_command=printing(f" spaces stay {ending}"))) == " spaces stay "
    assert found(source(password_file=str(file))) == " spaces stay "


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["/nonexistent/program", CANARY], "cannot be started"),
        ([sys.executable, "-c", f"import sys; sys.exit('{CANARY}')"], "ended with 1"),
        ([sys.executable, "-c", f"print('{CANARY}' + chr(10) + 'more')"], "more than one line"),
        ([sys.executable, "-c", "pass"], "gives nothing"),
        ([sys.executable, "-c", "import sys; sys.stdout.buffer.write(bytes([255]))"], "not UTF-8"),
        (["a\0b", CANARY], "its words cannot be used"),
    ],
)
def test_a_program_that_fails_is_told_without_what_it_says(words: list[str], told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        found(source(password_command=words))

    assert str(caught.value).startswith("password_command of 5001: ")
    assert told in str(caught.value)
    assert CANARY not in "".join(traceback.format_exception(caught.value))


def test_a_program_has_no_shell_and_no_terminal(home: Path) -> None:
    assert found(source(password_command=["echo", "$HOME; `id`"])) == "$HOME; `id`"
    reads = [sys.executable, "-c", "import sys; print(repr(sys.stdin.read()))"]
    assert found(source(password_command=reads)) == "''"
    del home


def test_a_program_gets_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLBOARD_PASSWORD_5002", CANARY)
    reads = [sys.executable, "-c", "import os; print([k for k in os.environ if k.startswith('CALLBOARD')])"]

    assert found(source(password_command=reads)) == "[]"


async def test_while_a_screen_is_there_a_program_has_no_terminal_to_ask_at() -> None:
    reads = [sys.executable, "-c", "import os; print(os.getsid(0) == os.getpid())"]
    wanted = source(password_command=reads)

    again = await Secrets().renew(wanted)
    assert again is not None
    assert again.get_secret_value() == "True"


def test_who_leaves_does_not_wait_for_a_program_that_hangs(tmp_path: Path) -> None:
    """A run that ends while a feed looks for its password again."""
    hangs = [
        sys.executable,
        "-c",
        f"import time, pathlib; pathlib.Path({str(tmp_path / 'on')!r}).touch(); time.sleep(99)",
    ]
    program = (
        "import asyncio, pathlib\n"
        "from tui.config import SourceSettings\n"
        "from tui.passwords import Secrets\n"
        "async def main():\n"
        f"    source = SourceSettings(url={URL!r}, user='a', password_command={hangs!r})\n"
        "    asking = asyncio.create_task(Secrets().renew(source))\n"
        f"    while not pathlib.Path({str(tmp_path / 'on')!r}).exists():\n"
        "        await asyncio.sleep(0.01)\n"
        "    asking.cancel()\n"
        "asyncio.run(main())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], timeout=PATIENCE_S, capture_output=True, check=True, cwd=ROOT
    )

    assert done.stderr == b""


def test_a_program_that_hangs_is_ended() -> None:
    with pytest.raises(ConfigError, match=r"took longer than 0\.2 s and was ended"):
        secret_from_program([sys.executable, "-c", "import time; time.sleep(60)"], "x", longest_s=0.2)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda file: private(file, CANARY, 0o640), "others may read it: chmod 600 /"),
        (lambda file: private(file, CANARY, 0o604), "others may read it"),
        (lambda file: private(file, "\n"), "gives nothing"),
        (lambda file: private(file, f"{CANARY}\n{CANARY}\n"), "more than one line"),
        (lambda file: file.mkdir(), "Is a directory"),
        (lambda file: os.mkfifo(file), "is no file"),
        (lambda file: file.with_name("another").touch(), "No such file or directory: callboard login writes it"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(home: Path, make: Callable[[Path], object], told: str) -> None:
    make(home / "secret")
    with pytest.raises(ConfigError) as caught:
        found(source(password_file=str(home / "secret")))

    assert told in str(caught.value)
    assert CANARY not in "".join(traceback.format_exception(caught.value))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_of_somebody_else_is_refused(home: Path) -> None:
    file = private(home / "secret", CANARY)
    os.chown(file, 12345, -1)

    with pytest.raises(ConfigError, match="belongs to somebody else"):
        found(source(password_file=str(file)))


def test_without_a_keyring_the_other_ways_are_told() -> None:
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]  # the library has it without types
    with pytest.raises(ConfigError) as caught:
        open_secrets([source()], {})

    assert str(caught.value) == (
        "no password for 5001 (this machine has no keyring): use callboard login, or CALLBOARD_PASSWORD_5001,"
        " password_command, password_file (mode 0600), ~/.netrc"
    )


def test_a_keyring_that_breaks_says_nothing_it_was_given() -> None:
    keyring.set_keyring(BrokenKeyring())
    wanted = password_wanted(source())

    for use in (lambda: look_up(wanted), lambda: store(wanted, CANARY), lambda: forget(wanted)):
        with pytest.raises(KeyringError, match=r"does not work \(OSError\)") as caught:
            use()
        assert CANARY not in "".join(traceback.format_exception(caught.value, chain=True))


async def test_a_password_is_looked_for_again_and_what_was_known_stays_secret(home: Path) -> None:
    file = private(home / "secret", "before")
    secrets = open_secrets([source(password_file=str(file))], {})
    log = Redacting(secrets.known)
    private(file, "after")
    renewed = await secrets.renew(source(password_file=str(file)))

    assert renewed is not None
    assert renewed.get_secret_value() == "after"
    assert [secret.get_secret_value() for secret in secrets.known] == ["before", "after"]
    record = logging.LogRecord("x", logging.ERROR, "x", 1, "was before, is after now", None, None)
    assert log.format(record).endswith(f"was {HIDDEN}, is {HIDDEN} now")
    file.unlink()
    assert await secrets.renew(source(password_file=str(file))) is None


async def test_of_a_password_that_changes_all_the_time_the_last_ones_stay_secret(home: Path) -> None:
    count = home / "count"
    count.write_text("0", "utf-8")
    script = f'n=$(($(cat "{count}") + 1)); echo $n > "{count}"; echo once-only-$n-'
    turning = source(password_command=["sh", "-c", script])
    secrets = open_secrets([turning, source(name="5002", user="agent.two")], {"CALLBOARD_PASSWORD_5002": CANARY})
    log, recorded = Redacting(secrets.known), RecordingRedaction(secrets.known)
    last = ""
    for _ in range(MOST + 3):
        assert await secrets.renew(turning) is not None
        # What knows as many as before knows the new one all the same.
        last = count.read_text("utf-8").strip()
        assert recorded({"a": f"once-only-{last}-"}) == {"a": MASK}

    assert len(secrets.known) == MOST + 1
    record = logging.LogRecord("x", logging.ERROR, "x", 1, f"once-only-{int(last) - MOST + 1}- {CANARY}", None, None)
    assert log.format(record).endswith(f"{HIDDEN} {HIDDEN}")


def test_the_password_in_use_is_never_the_one_that_is_forgotten() -> None:
    known = Known()
    known.add("5001", SecretStr("in use"))
    for number in range(MOST * 2):
        known.add("5001", SecretStr(f"{number}"))
        known.add("5001", SecretStr("in use"))

    assert len(known) == MOST
    assert SecretStr("in use") in known


def test_what_holds_secrets_does_not_show_them() -> None:
    secrets = open_secrets([source()], {"CALLBOARD_PASSWORD": CANARY})

    assert secrets.passwords["5001"].get_secret_value() == CANARY
    assert CANARY not in repr(secrets) + str(secrets) + repr(Secrets())
