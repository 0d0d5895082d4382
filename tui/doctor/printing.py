"""The report, for people and for programs."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tui.doctor.step import DoctorStep, Verdict

WIDEST = 110
_HANGING = " " * 34
_PAINT = {Verdict.OK: "32", Verdict.WARNING: "33;1", Verdict.FAILED: "31;1", Verdict.SKIPPED: "2"}


def line_of(step: DoctorStep, columns: int, *, colour: bool = False) -> str:
    """One step for people.

    Args:
        step: The step.
        columns: Width of the screen, cells.
        colour: Whether the verdict is painted beside its word.

    Returns:
        A line, or several; without an end.
    """
    took = "" if step.ok is None else f"{step.seconds:6.2f} s"
    verdict = f"{step.found.verdict.value:<8}"
    head = f"{took:>9}  {verdict}  {step.name:<13}"
    words = textwrap.wrap(step.found.detail, max(30, columns - len(_HANGING))) or [""]
    todo = textwrap.wrap(f"What to do: {step.found.advice}", max(30, columns - len(_HANGING)))
    lines = [head + words[0], *(_HANGING + more for more in [*words[1:], *(todo if step.found.advice else [])])]
    text = "\n".join(line.rstrip() for line in lines)
    return text.replace(verdict, f"\x1b[{_PAINT[step.found.verdict]}m{verdict}\x1b[0m", 1) if colour else text


def summary(steps: Sequence[DoctorStep]) -> str:
    """The last line of a source; it names what failed."""
    counts = Counter(step.found.verdict for step in steps)
    # What is skipped behind it scrolls it away.
    failed = ", ".join(step.name for step in steps if step.found.verdict is Verdict.FAILED)
    names = {Verdict.FAILED: f" ({failed})"}
    return ", ".join(
        f"{counts[verdict]} {verdict.value}{names.get(verdict, '')}" for verdict in Verdict if counts[verdict]
    )


def report(source: str, steps: Iterable[DoctorStep]) -> Mapping[str, object]:
    """A source for programs.

    Args:
        source: Its name.
        steps: All its steps.

    Returns:
        JSON values.
    """
    taken = list(steps)
    ok = all(step.ok is not False for step in taken)
    return {"source": source, "ok": ok, "steps": [step.wire() for step in taken]}
