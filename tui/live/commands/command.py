"""What one row of the table of commands is made of (DECISIONS.md 5)."""

from dataclasses import dataclass
from enum import StrEnum

from tui.live.commands import filling
from tui.live.commands.filling import Fill
from tui.live.commands.requested_operation import Reached
from tui.source.intent import Target as Target


class Ask(StrEnum):
    """What a person is asked for before an operation is sent."""

    NOTHING = "nothing"
    NUMBER = "number"
    DIGITS = "digits"
    PARTY = "party"
    CALL = "call"
    PAIR = "pair"
    KEY = "key"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that a person can do.

    Attributes:
        id: Name in the configuration and in `callboard call`.
        operation: The `operationName`.
        key: Key on the desk, "" for none of its own: it is in the palette.
        words: What it is called on screen.
        target: What it is sent to.
        gate: Entry that must be among the capabilities of the call or device; None where the API has none.
        reached: Tells from the board whether its effect is there.
        ask: What has to be asked for first.
        confirm: Whether the key has to be pressed twice.
        fill: Makes its parameters from what was given.
        either_leg: Whether it means the same for a call and for its consultation.
        by_answer: Whether nothing but its answer can confirm it.
    """

    id: str
    operation: str
    key: str
    words: str
    target: Target
    gate: str | None
    reached: Reached
    ask: Ask = Ask.NOTHING
    confirm: bool = False
    fill: Fill = filling.nothing
    either_leg: bool = False
    by_answer: bool = False
