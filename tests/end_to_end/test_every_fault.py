"""The board equals the simulator's own list after every fault that the simulator knows, in a busy time."""

from collections.abc import Callable

import pytest

from tests.end_to_end.conftest import Pair
from tui.demo.rest.faults import FaultKind
from tui.demo.verbs import Verbs
from tui.live.store.link import LinkState

EVENTS = 200
"""Before and after each fault: over all of them more than 2,000."""

FAULTS: dict[str, Callable[[Verbs], object]] = {
    "nothing": lambda control: control.stats(),
    "cut": lambda control: control.cut(),
    "hang": lambda control: control.spoil(FaultKind.HANG, match="/meta/connect"),
    "html": lambda control: control.spoil(FaultKind.HTML, match="/meta/connect"),
    "garbage": lambda control: control.spoil(FaultKind.GARBAGE, match="/meta/connect"),
    "null": lambda control: control.spoil(FaultKind.NULL, match="/meta/connect"),
    "forget": lambda control: control.forget(),
    "expire": lambda control: control.expire(),
    "503": lambda control: control.status(503, count=3),
    "403": lambda control: control.status(403, match="/meta/connect"),
    "lose": lambda control: control.lose(count=20),
    "duplicate": lambda control: control.duplicate(),
    "end unseen": lambda control: control.end_unseen(count=5),
    "start unseen": lambda control: control.start_unseen(count=5),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_the_board_equals_the_server_after(fault: str, pair: Pair) -> None:
    await pair.steps(EVENTS)
    FAULTS[fault](pair.simulator.control)
    await pair.steps(EVENTS)
    pair.simulator.pause()

    await pair.until(lambda: pair.link is LinkState.LIVE and not pair.differences(), f"equal after {fault}")


async def test_a_link_is_never_live_while_subscriptions_are_refused(pair: Pair) -> None:
    pair.simulator.control.deny_subscribe()
    pair.simulator.control.forget()
    await pair.until(lambda: "subscription refused" in pair.board.sources["floor"].link.why, "told")
    assert pair.link is LinkState.STALE

    pair.simulator.control.deny_subscribe(on=False)
    pair.simulator.pause()
    await pair.until(lambda: pair.link is LinkState.LIVE and not pair.differences(), "equal")


async def test_calls_are_stale_while_voice_is_down_and_right_when_it_is_back(pair: Pair) -> None:
    pair.simulator.control.voice(up=False)
    await pair.until(lambda: pair.link is LinkState.STALE, "stale")
    assert "Voice" in pair.board.sources["floor"].link.why

    pair.simulator.control.voice(up=True)
    pair.simulator.pause()
    await pair.until(lambda: pair.link is LinkState.LIVE and not pair.differences(), "equal")


async def test_a_restarted_server_is_followed_again(pair: Pair) -> None:
    await pair.simulator.stop()
    await pair.until(lambda: pair.link is LinkState.STALE, "stale")

    await pair.simulator.start()
    pair.simulator.pause()
    await pair.until(lambda: pair.link is LinkState.LIVE and not pair.differences(), "equal")
