"""A keyring that never answers: it costs ten seconds once, is told in a sentence, and the next way is taken."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import keyring
import pytest

from tests.hostile.terminal import terminal
from tests.passwords.commands import environment, run
from tests.passwords.file_keyring import SilentKeyring
from tui.config import SourceSettings
from tui.passwords import password_wanted
from tui.passwords.finding import Secrets, search
from tui.passwords.keyrings import ANSWER_S
from tui.passwords.limit import SilentError, TimedQuestion

URL, USER = "https://gws.example.com", "agent.one"
LOGIN = ("--url", URL, "--user", USER)
WORDS = f"the keyring did not answer within {ANSWER_S:g} s: it may wait to be unlocked"
FOREVER_S = 3600.0


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return environment(tmp_path, PYTHON_KEYRING_BACKEND="tests.passwords.file_keyring.SilentKeyring")


def test_what_answers_in_time_is_answered_and_what_fails_fails() -> None:
    limit = TimedQuestion(FOREVER_S)

    assert limit.ask(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        limit.ask(lambda: 1 // 0)
    assert limit.ask(lambda: 8) == 8


def test_who_is_silent_is_not_asked_again_until_they_answer() -> None:
    limit, answer, asked = TimedQuestion(0.05), threading.Event(), threading.Semaphore(0)

    def question() -> bool:
        asked.release()
        return answer.wait(FOREVER_S)

    with pytest.raises(SilentError):
        limit.ask(question)
    for _ in range(300):
        with pytest.raises(SilentError):
            limit.ask(question)
    assert asked.acquire(timeout=FOREVER_S)
    assert not asked.acquire(blocking=False), "the others did not begin"

    answer.set()
    _until(lambda: not _raises(lambda: limit.ask(lambda: None)))
    assert limit.ask(lambda: 9) == 9


def test_questions_at_the_same_time_are_all_answered() -> None:
    limit, found = TimedQuestion(FOREVER_S), []
    askers = [
        threading.Thread(target=lambda number=number: found.append(limit.ask(lambda: number))) for number in range(8)
    ]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()

    assert sorted(found) == list(range(8))


async def test_a_password_that_is_looked_for_again_does_not_hold_up_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.passwords.keyrings._LIMIT", TimedQuestion(0.2))
    keyring.set_keyring(SilentKeyring())
    ticks = 0
    renewing = asyncio.create_task(Secrets().renew(SourceSettings(url=URL, user=USER)))
    while not renewing.done():
        await asyncio.sleep(0.01)
        ticks += 1

    assert await renewing is None
    assert ticks > 2
    wanted = password_wanted(SourceSettings(url=URL, user=USER))
    assert search(wanted, {}, on_terminal=False).remarks == (f"{WORDS}",)


COMMANDS = {
    ("watch",): f"({WORDS}): use callboard login, or CALLBOARD_PASSWORD",
    ("call", "list"): f"({WORDS}): use callboard login, or CALLBOARD_PASSWORD",
    ("logout",): f"{WORDS}: whether it was forgotten is not known",
    ("login", "--stdin", "--no-check"): f"{WORDS}: whether it was stored is not known. Instead: CALLBOARD_PASSWORD",
}


async def test_every_command_ends_in_words(env: dict[str, str]) -> None:
    # Side by side: each of them waits its ten seconds.
    ended = await asyncio.gather(*(run(*words, *LOGIN, env=env, given="secret\n") for words in COMMANDS))

    for done, told in zip(ended, COMMANDS.values(), strict=True):
        assert (done.code, done.out) == (2, "")
        waiting, words = done.err.splitlines()
        assert waiting == f"callboard: waiting for the keyring, {ANSWER_S:g} s at the most"
        assert told in words


async def test_whoever_sits_at_the_terminal_is_told_and_then_asked(env: dict[str, str]) -> None:
    async with terminal("wall", *LOGIN, env=env) as shown:
        await shown.until(lambda: "waiting for the keyring" in shown.text, "what is waited for")
        await shown.until(lambda: f"The password for {USER}:" in shown.text, "the question")
        assert "did not answer within" in shown.text
        shown.process.send_signal(signal.SIGINT)
        async with asyncio.timeout(60):
            assert await shown.process.wait() == 130


async def test_the_wait_can_be_interrupted(env: dict[str, str]) -> None:
    async with terminal("wall", *LOGIN, env=env) as shown:
        await shown.until(lambda: "waiting for the keyring" in shown.text, "what is waited for")
        shown.process.send_signal(signal.SIGINT)
        async with asyncio.timeout(60):
            assert await shown.process.wait() == 130


def _raises(do: Callable[[], object]) -> bool:
    try:
        do()
    except SilentError:
        return True
    return False


def _until(condition: Callable[[], bool]) -> None:
    ends_s = time.monotonic() + 60.0
    while not condition():
        assert time.monotonic() < ends_s
        os.sched_yield()
