"""What a browser keeps after it has logged in."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from tui.serve.browser_sessions import BrowserSession, BrowserSessions
from tui.serve.tokens import Token, TokenRole, Tokens

SECRET = "a token for tests only"


class Clock:
    now_s = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now_s


def passes(clock: Clock | None = None, secret: str = SECRET, **tokens: tuple[TokenRole, str]) -> BrowserSessions:
    named = [Token(name, role, SecretStr(text)) for name, (role, text) in tokens.items()]
    return BrowserSessions(Tokens(named or [Token("", TokenRole.ACT, SecretStr(secret))]), 60, clock or Clock())


def logged_in(here: BrowserSessions, secret: str = SECRET) -> BrowserSession:
    held = here.log_in(secret)
    assert held is not None
    return held


@pytest.fixture(scope="module")
def here() -> BrowserSessions:
    return passes()


def test_a_pass_holds_for_its_time() -> None:
    clock = Clock()
    here = passes(clock)
    given_out = here.sign(logged_in(here))

    clock.now_s += 59
    held = here.read(given_out)
    assert held is not None
    clock.now_s += 1
    assert here.read(given_out) is None
    assert not here.holds(held)


def test_a_renewed_pass_holds_longer_and_is_the_same_one() -> None:
    clock = Clock()
    here = passes(clock)
    held = logged_in(here)
    clock.now_s += 59
    again = here.read(here.sign(here.renewed(held)))
    clock.now_s += 59

    assert again is not None
    assert here.holds(again)
    assert again.number == held.number


def test_a_pass_outlives_the_server_but_not_the_token(here: BrowserSessions) -> None:
    given_out = here.sign(logged_in(here))

    assert passes().read(given_out) is not None
    assert passes(secret="another token for tests").read(given_out) is None


def test_a_pass_with_another_time_or_name_is_none() -> None:
    here = passes(night=(TokenRole.LOOK, "the token of the night"), day=(TokenRole.ACT, "the token of the day"))
    until, number, name, signature = here.sign(logged_in(here, "the token of the night")).split(".")
    day = base64.urlsafe_b64encode(b"day").decode()

    assert here.read(f"{until}.{number}.{name}.{signature}") is not None
    assert here.read(f"{int(until) + 1}.{number}.{name}.{signature}") is None
    assert here.read(f"{until}.{number}.{day}.{signature}") is None


def test_each_token_has_its_name_and_role() -> None:
    here = passes(night=(TokenRole.LOOK, "the token of the night"), day=(TokenRole.ACT, "the token of the day"))

    night, day = logged_in(here, "the token of the night"), logged_in(here, "the token of the day")
    assert (night.token, night.role) == ("night", TokenRole.LOOK)
    assert (day.token, day.role) == ("day", TokenRole.ACT)


def test_logging_out_ends_every_copy_of_a_pass_and_no_other(here: BrowserSessions) -> None:
    held, other = logged_in(here), logged_in(here)
    first = here.sign(held)
    renewed = here.sign(here.renewed(held))
    here.end(held)

    assert here.read(first) is None
    assert here.read(renewed) is None
    assert not here.holds(held)
    assert here.holds(other)


def test_another_role_for_a_token_ends_its_passes() -> None:
    here = passes(day=(TokenRole.ACT, "the token of the day"))
    held = logged_in(here, "the token of the day")

    assert here.holds(held)
    assert not here.holds(replace(held, role=TokenRole.LOOK))


def test_a_token_is_compared_with_the_whole_one(here: BrowserSessions) -> None:
    assert here.log_in(SECRET) is not None
    assert here.log_in(SECRET[:-1]) is None
    assert here.log_in("") is None


@given(st.text())
def test_any_text_is_no_pass_and_no_token(text: str) -> None:
    assert _HERE.read(text) is None
    assert _HERE.log_in(text) is None


_HERE = passes()
