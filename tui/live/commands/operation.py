"""One operation that was asked for, and what became of it."""

from dataclasses import dataclass
from enum import StrEnum

from tui.live.commands.command import Command
from tui.live.commands.requested_operation import RequestedOperation
from tui.source.events import WORDLESS
from tui.source.raw import DigitCount


class Outcome(StrEnum):
    """What became of an operation, in the words that are shown."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    TIMED_OUT = "timed out"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation that was asked for; times are in seconds of the board's clock, None means: not yet.

    Attributes:
        number: Counts up; newer is larger.
        command: The row of the table.
        asked: Target and parameters, and what the board knew.
        asked_s: When it was asked for.
        accepted_s: When the server answered with 0 or 7.
        done_s: When it was confirmed, failed or timed out.
        outcome: What became of it.
        words: The server's words, or ours, where it is not plainly confirmed.
        status_code: What the answer says where it is a refusal (API.md 1.5).
        answered: Whether no answer is waited for any more: it came, or is lost.
    """

    number: int
    command: Command
    asked: RequestedOperation
    asked_s: float
    accepted_s: float | None = None
    done_s: float | None = None
    outcome: Outcome = Outcome.PENDING
    words: str = ""
    status_code: int | None = None
    answered: bool = False

    @property
    def digits(self) -> int:
        """How many DTMF digits it sends; 0 for none."""
        count = self.asked.parameters.get("digits")
        return max(1, count.count) if isinstance(count, DigitCount) else 0

    @property
    def open(self) -> bool:
        """Whether its effect is still waited for, or still watched for."""
        return self.outcome in (Outcome.PENDING, Outcome.TIMED_OUT)


def joined(told: str, answer: str) -> str:
    """Put together what a message and the answer to an operation say of its failure.

    Args:
        told: By the message, with the number of the device that it was about.
        answer: By the answer.

    Returns:
        All of it, once.
    """
    number, colon, words = told.rpartition(": ")
    if told.endswith(WORDLESS) and words == WORDLESS:
        return answer if number in answer else f"{number}{colon}{answer}"
    return answer if told in answer else f"{told}; {answer}"


def words_of_operation(one: Operation) -> str:
    """Say what became of an operation, with its times.

    Args:
        one: The operation.

    Returns:
        One line, such as `hold: asked, accepted 0.05 s, confirmed 0.21 s`.
    """
    steps = ["asked"]
    if one.accepted_s is not None:
        steps.append(f"accepted {one.accepted_s - one.asked_s:.2f} s")
    if one.done_s is not None:
        steps.append(f"{one.outcome} {one.done_s - one.asked_s:.2f} s")
    return f"{one.command.words}: {', '.join(steps)}" + (f" ({one.words})" if one.words else "")
