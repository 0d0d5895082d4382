"""What is kept out of the quick part of the tests is there: a file that was renamed would be in it unseen."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import SLOW

TESTS = Path(__file__).parents[1]


def test_each_slow_place_is_there() -> None:
    assert [place for place in SLOW if not (TESTS / place).exists()] == []
