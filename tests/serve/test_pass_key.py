"""What a browser keeps after it has logged in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from tui.serve.pass_key import PassKey


class Clock:
    now_s = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture(scope="module")
def key() -> PassKey:
    return PassKey(SecretStr("a token for tests only"), 60, Clock())


def test_a_pass_holds_for_its_time() -> None:
    clock = Clock()
    key = PassKey(SecretStr("a token for tests only"), 60, clock)
    given_out = key.sign()

    clock.now_s += 59
    assert key.holds(given_out)
    clock.now_s += 1
    assert not key.holds(given_out)


def test_a_pass_outlives_the_server_but_not_the_token(key: PassKey) -> None:
    again = PassKey(SecretStr("a token for tests only"), 60, Clock())
    other = PassKey(SecretStr("another token for tests"), 60, Clock())

    assert again.holds(key.sign())
    assert not other.holds(key.sign())


def test_a_pass_with_another_time_is_none(key: PassKey) -> None:
    until, rest = key.sign().split(".", 1)

    assert not key.holds(f"{int(until) + 1}.{rest}")


def test_a_token_is_compared_with_the_whole_one(key: PassKey) -> None:
    assert key.fits("a token for tests only")
    assert not key.fits("a token for tests onl")
    assert not key.fits("")


@given(st.text())
def test_any_text_is_no_pass_and_no_token(text: str) -> None:
    key = _KEY
    assert not key.holds(text)
    assert not key.fits(text)


_KEY = PassKey(SecretStr("a token for tests only"), 60, Clock())
