"""Whose calls a wall shows."""

from __future__ import annotations

import pytest

from tui.views.words.scope_words import only_polled, scope_title, scope_words


@pytest.mark.parametrize(
    ("names", "polled", "words", "title"),
    [
        (["5001"], 0, "calls of 1 login", "calls of 5001"),
        (["5001"], 1, "calls of 1 login · 1 agent of your groups is only polled", None),
        (["5001", "5002"], 11, "calls of 2 logins · 11 agents of your groups are only polled", None),
        (["5001", "5002"], 0, "calls of 2 logins", "calls of 2 logins: 5001 · 5002"),
        ([], 0, "calls of 0 logins", ""),
    ],
)
def test_the_words(names: list[str], polled: int, words: str, title: str | None) -> None:
    assert scope_words(names, polled) == words
    assert title is None or scope_title(names, polled) == title


def test_thousands_of_logins_are_not_all_named() -> None:
    assert scope_title([str(number) for number in range(5_000)]).startswith("calls of 5,000 logins: 0 · 1 · ")
    assert len(scope_title(["a" * 10] * 5_000)) < 400


def test_our_own_logins_are_more_than_polled() -> None:
    assert only_polled(["a", "b", "c"], ["b", "x"]) == 2
