"""What a publisher says of itself every few seconds: that it is there, and whether it has put all its logins."""

from dataclasses import dataclass
from enum import StrEnum

from tui.codec.values import moment, text
from tui.floor.value_lines import read_line, split_lines, write_line
from tui.floor.values import VERSION, check_version, read_session

LONGEST_BEAT_S = 3_600.0
"""No publisher is waited for longer than some of these."""


class PublisherKind(StrEnum):
    """What publishes."""

    COLLECTOR = "collector"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class PublisherBeat:
    """One beat; its name is in the subject.

    Attributes:
        session: Which connection; values of others are not sure.
        now_s: What the clock of the publisher says, or said when the oldest change came that is not put yet.
        kind: What it is; what is not known is a collector.
        logins: How many logins it publishes.
        complete: Whether all of them were put in this session.
        beat_s: Seconds to the next one.
        program: Version of the program.
    """

    session: str
    now_s: float
    kind: PublisherKind
    logins: int
    complete: bool
    beat_s: float
    program: str = ""

    @property
    def patience_s(self) -> float:
        """How long to wait for the next one before the publisher counts as gone."""
        return 3 * self.beat_s + 1.0


def encode_beat(beat: PublisherBeat) -> bytes:
    """Write a beat.

    Args:
        beat: The beat.
    """
    said = {"now": beat.now_s, "kind": beat.kind.value, "logins": beat.logins, "complete": beat.complete}
    return write_line({"v": VERSION, "session": beat.session, **said, "beat_s": beat.beat_s, "program": beat.program})


def decode_beat(data: bytes) -> PublisherBeat:
    """Read a beat.

    Args:
        data: By whomever it was written.

    Raises:
        FloorVersionError: It is of another version.
        ValueError: It cannot be read.
    """
    body = read_line(split_lines(data)[0])
    check_version(body)
    beat_s, logins = moment(body.get("beat_s")), moment(body.get("logins"))
    if not 0 < beat_s <= LONGEST_BEAT_S or logins < 0:
        raise ValueError("no beat")
    kind = text(body, "kind")
    return PublisherBeat(
        session=read_session(body),
        now_s=moment(body.get("now")),
        kind=PublisherKind(kind) if kind in tuple(PublisherKind) else PublisherKind.COLLECTOR,
        logins=int(logins),
        complete=body.get("complete") is True,
        beat_s=beat_s,
        program=text(body, "program"),
    )
