"""Posts the alarms of `callboard watch` to the webhook, as a wall does."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn

from tui.live.store.board import Board
from tui.views.attention.alarm_changes import AlarmChanges
from tui.views.attention.hours import HourSpan, span_at
from tui.views.moment import now_s
from tui.views.slices import PAUSE_S, SLICE_S, more_for

_LOOK_S = 1.0


async def post_alarms(
    board: Board, alarms: AlarmChanges, quiet: Sequence[HourSpan], post: Callable[[Mapping[str, object]], None]
) -> NoReturn:
    """Post each alarm that begins, until cancelled.

    Args:
        board: What may leave.
        alarms: Follows that board, for this alone.
        quiet: Hours in which nothing is posted, nor afterwards.
        post: Takes each alarm as JSON values.
    """
    while True:
        begun, at = alarms.look(more_for(SLICE_S)).begun, board.clock.wall()
        if span_at(at, quiet) is None:
            for alarm in begun:
                post(alarm.told(now_s(board), at))
        await asyncio.sleep(PAUSE_S if alarms.busy else _LOOK_S)
