"""The tables `[attention]`, `[webhook]` and `[[thresholds]]`: when a wall calls for somebody, and how."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from tui.config.address import why_not
from tui.config.layers import Layer, with_own_secrets
from tui.config.program_words import EventProgram
from tui.config.strict import HiddenPath, Program, Strict
from tui.machine.folders import at_home
from tui.source.origin import is_loopback

Until = float | None
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}")
_QUERY = re.compile(r"[!-~]*")
_OURS = frozenset({"accept", "accept-encoding", "content-length", "content-type", "cookie", "host", "user-agent"}) | {
    *("connection", "expect", "idempotency-key", "te", "trailer", "transfer-encoding", "upgrade"),
}
_OF_ONE_SERVER: Mapping[str, object] = {"secret_command": [], "secret_file": None, "ca_bundle": None}
"""What the table says of the server of its `url` alone, and what it is then where nobody says it."""


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


class WebhookSettings(Strict):
    """The `[webhook]` table: where alarms are posted, beside `on_alarm`."""

    url: Annotated[str, HiddenPath()] = Field(
        "",
        description="address that each alarm is posted to, https, or http on this machine; what follows its host is "
        "shown nowhere",
        examples=["https://hooks.example.com/alarms"],
    )
    header: str = Field("Authorization", description="header that carries the secret")
    secret_command: Program = Field(
        (), description="program that prints the value of that header", examples=[["pass", "show", "alarms"]]
    )
    secret_file: Path | None = Field(
        None, description="file with that value (mode 0600)", examples=["~/.config/callboard/webhook"]
    )
    ca_bundle: Path | None = Field(
        None,
        description="file with the certificates of a private CA; the system's are not trusted then",
        examples=["~/ca.pem"],
    )
    attempts: int = Field(8, ge=1, le=20, description="how often an alarm is tried; what no other try mends, once")
    within_s: float = Field(300.0, ge=1, le=3600, description="seconds after which an alarm is given up")

    @field_validator("url")
    @classmethod
    def _is_address(cls, url: str) -> str:
        if not url:
            return url
        address, _, query = url.partition("?")
        if "@" in address.partition("://")[2].partition("/")[0]:
            raise ValueError("no credentials in the address: use secret_file or secret_command")
        if words := why_not(address):
            raise ValueError(words.replace("gws.", "hooks."))
        if "#" in query or not _QUERY.fullmatch(query):
            raise ValueError("what follows ? is ASCII without spaces and #")
        return url

    @field_validator("header")
    @classmethod
    def _is_header(cls, header: str) -> str:
        if not _HEADER.fullmatch(header):
            raise ValueError("no header is named so: write it like Authorization")
        if header.lower() in _OURS:
            raise ValueError("this header says something else already")
        return header

    @field_validator("secret_file", "ca_bundle")
    @classmethod
    def _at_home(cls, path: Path | None) -> Path | None:
        if path is not None and "\0" in str(path):
            raise ValueError("no file can be named so")
        return path and at_home(path)

    @model_validator(mode="after")
    def _is_encrypted(self) -> Self:
        if self.url.lower().startswith("http:") and not is_loopback(self.url):
            raise ValueError("plain http sends alarms and secret readably: use https")
        return self


def webhook_layers(layers: Sequence[Layer]) -> Iterator[Layer]:
    """Lay what says another address over a webhook that has nothing of the server before.

    Args:
        layers: The weakest first.
    """
    return with_own_secrets(layers, "webhook", _OF_ONE_SERVER)


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
