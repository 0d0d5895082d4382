"""Alarms as plain sentences, to be read aloud or kept."""

from tui.language.count_words import count_of
from tui.live.reports.spoken import spoken_duration
from tui.live.store.board import Board
from tui.views.attention.alarm import Alarm
from tui.views.attention.alarms import STALE
from tui.views.moment import now_s
from tui.views.words.places import own_of


def begun(board: Board, alarm: Alarm) -> str:
    """Say that an alarm has begun.

    Args:
        board: What may be heard.
        alarm: One of its alarms.

    Returns:
        Such as `5001: alarm, held for 3 minutes, (202) 555-0143.`
    """
    why = (f"because: {alarm.who}" if alarm.what == STALE else alarm.who) if alarm.who else ""
    lasted = f"{alarm.what} for {'' if alarm.exact else 'at least '}{spoken_duration(alarm.lasted_s(now_s(board)))}"
    return _sentence(board, alarm, f"alarm, {lasted}{why and f', {why}'}")


def ended(board: Board, alarm: Alarm) -> str:
    """Say that an alarm is over; arguments and result as for `begun`, without how long it went on."""
    who = "" if alarm.what == STALE else alarm.who
    return _sentence(board, alarm, f"the alarm is over, {alarm.what}{who and f', {who}'}")


def summary(number: int) -> str:
    """Say how many alarms there are; "" where there is none.

    Args:
        number: How many.
    """
    return f"{count_of(number, 'alarm')} now." if number else ""


def _sentence(board: Board, alarm: Alarm, words: str) -> str:
    """Begin with the own number; with the source's name where that is not known, or the call is gone."""
    source, call = board.sources.get(alarm.key.source), board.calls.get(alarm.key)
    whose = (own_of(source, call) if source is not None and call is not None else "") or alarm.key.source
    return f"{whose}: {words.removesuffix('.')}."
