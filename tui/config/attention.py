"""The `[attention]` table and `[[thresholds]]`: when a wall calls for somebody, and how."""

from datetime import time
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from tui.config.program_words import EventProgram
from tui.config.strict import Strict

Until = float | None


class What(StrEnum):
    """What a threshold counts."""

    RINGING = "ringing"
    DIALING = "dialing"
    HELD = "held"
    TALKING = "talking"
    PAUSED = "paused"
    ALONE = "alone"


class ThresholdSettings(Strict):
    """One `[[thresholds]]` entry; of those for the same `what` the first that fits a call counts, then the default."""

    what: What = Field(
        examples=["ringing"],
        description="ringing, dialing, held, talking, paused (the recording) or alone (a supervisor)",
    )
    call_type: Literal["", "Internal", "Inbound", "Outbound", "Consult", "Unknown"] = Field(
        "", description="for calls of one type only"
    )
    data: dict[str, str] = Field({}, description='for calls with such attached data only: `{ Segment = "VIP*" }`')
    warn_s: Until = Field(
        None, ge=0, examples=[15.0], description="seconds until the warning; three quarters of `alarm_s` if missing"
    )
    alarm_s: Until = Field(None, ge=0, examples=[20.0], description="seconds until the alarm; never if missing")

    @model_validator(mode="after")
    def _warns_first(self) -> Self:
        if self.warn_s is not None and self.alarm_s is not None and self.warn_s > self.alarm_s:
            raise ValueError("warn_s is after alarm_s")
        return self


class AttentionSettings(Strict):
    """The `[attention]` table: what happens beside the screen when something becomes an alarm."""

    bell: bool = Field(False, description="ring the terminal's bell")
    notify: bool = Field(False, description="notify the desktop, where the terminal can")
    on_alarm: EventProgram = Field(
        (), description='program to run, such as `["notify"]`, with JSON on its standard input: no shell, 10 s'
    )
    quiet: tuple[str, ...] = Field((), description='hours without any of these, such as `["22:00-06:00"]`')
    stale_s: Until = Field(30.0, ge=0, description="seconds that a source may be stale until the alarm")
    stale_warn_s: Until = Field(
        None, ge=0, examples=[20.0], description="seconds until the warning; three quarters of `stale_s` if missing"
    )

    @model_validator(mode="after")
    def _warns_first(self) -> Self:
        if self.stale_warn_s is not None and self.stale_s is not None and self.stale_warn_s > self.stale_s:
            raise ValueError(f"stale_warn_s is after stale_s, which is {self.stale_s:g}")
        return self

    @field_validator("quiet")
    @classmethod
    def _are_hours(cls, quiet: tuple[str, ...]) -> tuple[str, ...]:
        for one in quiet:
            hours(one)
        return quiet


def hours(words: str) -> tuple[time, time]:
    """Read hours of a day.

    Args:
        words: Such as `22:00-06:00`.

    Returns:
        Begin and end.

    Raises:
        ValueError: They cannot be read.
    """
    try:
        begin, end = (time.fromisoformat(word.strip()) for word in words.split("-"))
        if begin == end or begin.tzinfo is not None or end.tzinfo is not None:
            raise ValueError
    except ValueError:
        raise ValueError(f"{words} are no hours: write them like 22:00-06:00") from None
    return begin, end
