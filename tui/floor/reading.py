"""What of a floor is read."""

from collections.abc import Sequence
from dataclasses import dataclass

from tui.floor.subjects import Subjects


@dataclass(frozen=True, slots=True)
class FloorReading:
    """What is read.

    Attributes:
        name: What the floor is called on screen.
        subjects: The bucket.
        sites: Those that are read; all, if none is named.
        only: Patterns of agent groups whose logins are shown; all, if there is none.
        encrypted: Whether nobody on the way to the server can read along.
        refused_s: Seconds between two tries after a refusal.
    """

    name: str
    subjects: Subjects
    sites: Sequence[str] = ()
    only: Sequence[str] = ()
    encrypted: bool = True
    refused_s: float = 300.0
