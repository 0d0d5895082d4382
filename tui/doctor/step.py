"""What a step found, and what it means for the exit code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

FAILED = 1
REFUSED = 3
UNREACHABLE = 4


class Verdict(StrEnum):
    """How a step ended, in the words that are shown."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "FAILED"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found.

    Attributes:
        detail: What was found.
        verdict: How good that is.
        advice: What to do about it; "" while there is nothing to do.
        code: Exit code that a failure asks for.
    """

    detail: str
    verdict: Verdict = Verdict.OK
    advice: str = ""
    code: int = FAILED


def warn(detail: str, advice: str) -> Finding:
    """Something works, and will hurt one day."""
    return Finding(detail, Verdict.WARNING, advice)


def fail(detail: str, advice: str, code: int = FAILED) -> Finding:
    """Something does not work."""
    return Finding(detail, Verdict.FAILED, advice, code)


@dataclass(frozen=True, slots=True)
class DoctorStep:
    """One step as it is told: its name, what was found, and how long that took, seconds."""

    name: str
    found: Finding
    seconds: float = 0.0

    @property
    def ok(self) -> bool | None:
        """False for a failure, None where it was skipped."""
        verdict = self.found.verdict
        return None if verdict is Verdict.SKIPPED else verdict is not Verdict.FAILED

    def wire(self) -> Mapping[str, object]:
        """As JSON values; `advice` only where there is something to do."""
        advice = {"advice": self.found.advice} if self.found.advice else {}
        return {
            "name": self.name,
            "ok": self.ok,
            "detail": self.found.detail,
            "seconds": round(self.seconds, 3),
        } | advice


def exit_code(steps: Iterable[DoctorStep]) -> int:
    """Say how a run ends: refused before not reachable before failed, as `callboard watch --once` has it.

    Args:
        steps: Of all sources.

    Returns:
        0, `REFUSED`, `UNREACHABLE` or `FAILED`.
    """
    codes = {step.found.code for step in steps if step.ok is False}
    return next((code for code in (REFUSED, UNREACHABLE, FAILED) if code in codes), 0)
