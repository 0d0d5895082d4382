"""What a person wants done, in words of the port: each kind of source says in its own how that is sent."""

from dataclasses import dataclass
from enum import StrEnum

from tui.source.raw import NOTHING, Raw, segment


class Target(StrEnum):
    """What an operation is sent to."""

    CALL = "call"
    DEVICE = "device"
    VOICE = "voice"
    USER = "user"
    AGENT = "agent"
    """Somebody else, on voice."""


@dataclass(frozen=True, slots=True)
class Intent:
    """One operation on one thing, such as to hold this call; what goes beside it is given when it is sent.

    Attributes:
        target: What kind of thing.
        operation: The `operation` of a row of the table of commands.
        id: Which call, device or agent, exactly as it came; nothing for the voice channel and the user.

    Raises:
        UnsendableError: No address can say which call, device or agent; see `tui.source.raw.segment`.
    """

    target: Target
    operation: str
    id: Raw = NOTHING

    def __post_init__(self) -> None:
        """Refuse what could not be sent before anything is begun."""
        if self.target in (Target.CALL, Target.DEVICE, Target.AGENT):
            segment(self.id)
