"""One source, examined in this process as `callboard doctor` does it."""

from __future__ import annotations

from pydantic import SecretStr

from tui.config import SourceSettings
from tui.doctor.course import Course, examine
from tui.doctor.step import DoctorStep, Verdict
from tui.kinds.gws.course import COURSE
from tui.live.store.privacy import WALL
from tui.tls import tls_of

Steps = dict[str, DoctorStep]


async def go_through(url: str, user: str, password: str | None, course: Course = COURSE, **more: object) -> Steps:
    """All steps, by name."""
    source = SourceSettings.model_validate({"url": url, "user": user, **more})
    known = None if password is None else SecretStr(password)
    steps: list[DoctorStep] = []
    visit = course.visit(source, tls_of(source), "the test's trust", known, "no password for you", WALL)
    await examine(course, visit, steps.append)
    return {step.name: step for step in steps}


def words(step: DoctorStep) -> str:
    """What a person reads."""
    return f"{step.found.verdict.value}: {step.found.detail} -> {step.found.advice}"


def verdicts(steps: Steps) -> dict[str, list[str]]:
    """The names of the steps, by verdict."""
    return {
        str(verdict): [name for name, step in steps.items() if step.found.verdict is verdict]
        for verdict in Verdict
        if any(step.found.verdict is verdict for step in steps.values())
    }
