"""How often the whole state is looked at again: by what a look costs."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from tui.config import Settings
from tui.live.feeds.feed import Feed
from tui.live.feeds.resync import Resync
from tui.wiring import build


@pytest.mark.parametrize(
    ("took_s", "calls", "logins", "after_s"),
    [
        pytest.param(0.02, 3, 1, 15.0, id="small ones are cheap"),
        pytest.param(0.02, 1_000, 1, 30.0, id="more calls"),
        pytest.param(0.9, 3, 1, 90.0, id="a slow server"),
        pytest.param(20.0, 100_000, 1, 300.0, id="never more seldom than that"),
        pytest.param(0.02, 3, 40, 15.0, id="some logins"),
        pytest.param(0.02, 3, 1_000, 250.0, id="a thousand logins ask four times a second together"),
    ],
)
def test_a_look_is_as_rare_as_it_is_dear(took_s: float, calls: int, logins: int, after_s: float) -> None:
    assert Resync(15.0, 300.0, logins).after_s(took_s, calls) == pytest.approx(after_s)


def test_one_value_above_the_other_is_the_interval() -> None:
    assert Resync(600.0, 300.0).after_s(20.0, 10) == 600.0


def test_many_logins_that_came_back_together_do_not_look_together() -> None:
    first = sorted(Resync(15.0, 300.0, 1_000).jittered_s(0.02, 3, first=True) for _ in range(1_000))
    a_second = max(sum(at_s <= other_s < at_s + 1.0 for other_s in first) for at_s in first)
    assert (first[0] < 60.0, first[-1] > 240.0, a_second < 25) == (True, True, True)


def test_one_login_keeps_to_its_interval() -> None:
    waits = [Resync().jittered_s(0.02, 3, first=first) for first in (True, False) for _ in range(100)]
    assert all(13.5 <= wait_s <= 16.5 for wait_s in waits)


def test_the_range_is_that_of_the_configuration_and_the_logins_of_one_server_know_of_each_other() -> None:
    urls = ("https://one.example.com", "https://one.example.com", "https://two.example.com")
    sources = [{"name": f"{number}", "url": url, "user": "agent.one"} for number, url in enumerate(urls)]
    settings = Settings.model_validate({"sources": sources, "resync_s": 20.0, "resync_max_s": 40.0})
    feeds = build(settings, dict.fromkeys("012", SecretStr("x"))).logins.values()
    paces = [feed._pace.resync for feed in feeds if isinstance(feed, Feed)]
    assert paces == [Resync(20.0, 40.0, 2), Resync(20.0, 40.0, 2), Resync(20.0, 40.0)]
