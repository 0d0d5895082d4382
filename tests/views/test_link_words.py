from dataclasses import replace

import pytest

from tui.live.store.board import Source
from tui.live.store.link import SEES_NOTHING, Link, LinkState
from tui.views.words.link_words import (
    StaleLimits,
    Trust,
    checked_words,
    heard_words,
    link_words,
    trouble_words,
    trust_of,
)

NOW_S = 100.0


def source(name: str, state: LinkState = LinkState.LIVE, why: str = "", frozen_at_s: float | None = None) -> Source:
    return Source(name, Link(state, NOW_S - 12, why, frozen_at_s), heard_at_s=NOW_S - 3)


def said(*sources: Source) -> list[str]:
    return [words.text for words in link_words(sources, NOW_S)]


def test_what_is_wrong_comes_first() -> None:
    sources = [source("a"), source("b", LinkState.STALE, frozen_at_s=NOW_S - 40), source("c", LinkState.REFUSED)]
    assert said(*sources) == ["× 1 refused 0:12", "◐ 1 stale 0:40", "● 1 live"]


def test_a_refusal_is_as_old_as_itself_and_not_as_the_loss_before_it() -> None:
    assert said(source("a", LinkState.REFUSED, frozen_at_s=NOW_S - 40)) == ["× refused 0:12"]


def test_one_source_needs_no_number() -> None:
    assert said(source("a")) == ["● live"]
    assert said(source("a", LinkState.CONNECTING)) == ["◌ connecting 0:12"]


@pytest.mark.parametrize("state", [LinkState.STALE, LinkState.RECOVERING, LinkState.CONNECTING])
def test_calls_that_stand_still_are_stale_whatever_is_done_about_it(state: LinkState) -> None:
    assert trust_of(source("a", state, frozen_at_s=NOW_S - 40)) is Trust.STALE


def test_recovering_before_anything_was_known_is_no_staleness() -> None:
    assert trust_of(source("a", LinkState.RECOVERING)) is Trust.RECOVERING


def test_the_last_word_is_that_of_the_most_silent_live_source() -> None:
    quiet = replace(source("b"), heard_at_s=NOW_S - 28)
    lost = replace(source("c", LinkState.STALE), heard_at_s=NOW_S - 600)
    assert heard_words([source("a"), quiet, lost], NOW_S) == "heard 28 s ago"
    assert heard_words([lost], NOW_S) == "heard 10:00 ago"
    assert heard_words([replace(lost, heard_at_s=None)], NOW_S) == ""


def test_a_login_that_sees_nothing_is_not_taken_for_one_without_calls() -> None:
    blind = source("b", why=SEES_NOTHING)
    assert said(blind) == ["● live", "SEES NOTHING"]
    assert said(source("a"), blind) == ["● 2 live", "1 SEES NOTHING"]
    words = trouble_words([source("a"), blind, replace(blind, name="c")], NOW_S, "R")
    assert words is not None
    assert words.text == "● b live, but this login sees no device and no call · 1 more"


def test_the_last_look_at_everything_is_that_of_the_live_source_that_waits_longest() -> None:
    quick, slow = replace(source("a"), checked_at_s=NOW_S - 9), replace(source("b"), checked_at_s=NOW_S - 75)
    lost = replace(source("c", LinkState.STALE), checked_at_s=NOW_S - 600)
    assert checked_words([quick, lost], NOW_S) == "checked 9 s ago"
    assert checked_words([quick, slow, lost], NOW_S) == "checked 1:15 ago"
    assert checked_words([source("a")], NOW_S) == ""


def test_trouble_names_the_worst_source_and_what_to_do() -> None:
    sources = [
        source("a"),
        source("b", LinkState.STALE, "connection lost", NOW_S - 40),
        source("c", LinkState.STALE, "no answer", NOW_S - 8),
    ]
    words = trouble_words(sources, NOW_S, "R")
    assert words is not None
    assert words.text == "◐ b stale 0:40: connection lost · 1 more not live · R tries again now"
    alone = trouble_words(sources, NOW_S, "")
    assert alone is not None
    assert alone.text == "◐ b stale 0:40: connection lost · 1 more not live"


@pytest.mark.parametrize(
    ("patience", "words", "warned"),
    [
        (StaleLimits(), "stale 0:40:", False),
        (StaleLimits(41.0, 60.0), "stale 0:40:", False),
        (StaleLimits(40.0, 60.0), "stale 0:40 (alarm at 1:00):", True),
        (StaleLimits(30.0, 40.0), "stale 0:40:", True),
        (StaleLimits(30.0, None), "stale 0:40 (too long):", True),
    ],
)
def test_a_source_that_is_stale_for_long_warns_of_the_alarm(patience: StaleLimits, words: str, warned: bool) -> None:
    told = trouble_words([source("b", LinkState.STALE, "no answer", NOW_S - 40)], NOW_S, "R", patience)
    assert told is not None
    assert words in told.text
    assert told.warned is warned


def test_without_trouble_nothing_is_said() -> None:
    assert trouble_words([source("a"), source("b")], NOW_S) is None
